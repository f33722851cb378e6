using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace OrleansState.AspNetCore;

/// <summary>
/// What the headers of a request say about the command it carries, as a handler's parameter: <c>Idempotency-Key</c>, <c>If-Match</c>
/// (RFC 9110, 13.1.1) and <c>If-None-Match</c> (13.1.2).
/// </summary>
public sealed class CommandHeaders : IBindableFromHttpContext<CommandHeaders>, IEndpointParameterMetadataProvider
{
    /// <summary>Most entity tags of one <c>If-Match</c> or <c>If-None-Match</c> header.</summary>
    public const int MaxEntityTags = 16;

    private readonly ImmutableArray<string>? _anyOf;
    private readonly EntityTags? _noneOf;
    private readonly string? _key;

    private CommandHeaders(ImmutableArray<string>? anyOf, EntityTags? noneOf, string? key) => (_anyOf, _noneOf, _key) = (anyOf, noneOf, key);

    /// <summary>Reads the headers of a request.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="InvalidRequestException">A header can't be read.</exception>
    public static CommandHeaders Read(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new CommandHeaders(ReadIfMatch(request), EntityTags.Read(request.Headers.IfNoneMatch, HeaderNames.IfNoneMatch), IdempotencyHeader.Read(request));
    }

    /// <summary>Binds a handler's parameter.</summary>
    /// <param name="context">The call.</param>
    /// <param name="parameter">The parameter.</param>
    /// <exception cref="InvalidRequestException">A header can't be read.</exception>
    public static ValueTask<CommandHeaders?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(Read(context.Request));
    }

    /// <summary>Marks the route by <see cref="CommandMetadata"/>, and with the refusals that the engine gives commands.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="builder">The route.</param>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new CommandMetadata());
        builder.Metadata.Add(new RefusesAttribute(
            RefusalCodes.PreconditionFailed, RefusalCodes.KeyReused, RefusalCodes.OutboxFull, StateProblemCodes.MalformedHeader, StateProblemCodes.OutcomeUnknown));
    }

    /// <summary>
    /// Sends a command under the headers' condition and key. A grain compares one ETag; of several each is tried, which is
    /// the same as comparing them at once because no ETag ever comes back. A key is not remembered with a failed condition.
    /// </summary>
    /// <param name="payload">What identifies the command, by <see cref="CommandPayload"/>.</param>
    /// <param name="send">Calls the grain.</param>
    /// <typeparam name="TValue">What the command answers.</typeparam>
    public async Task<Reply<TValue>> SendAsync<TValue>(string payload, Func<CommandContext, Task<Reply<TValue>>> send)
    {
        ArgumentNullException.ThrowIfNull(send);
        // A durable state is there from the beginning on, if an empty one.
        if (_noneOf is { Any: true })
            return Fails<TValue>("If-None-Match is *, and there is always a state here.");
        var noneOf = _noneOf?.Bare();
        IdempotencyKey? key = _key is null ? null : IdempotencyKey.Create(_key, payload);
        if (_anyOf is not { } tags)
            return await send(key is null && noneOf is null ? CommandContext.None : new CommandContext(Key: key, IfNoneMatch: noneOf)).ConfigureAwait(false);
        var reply = Fails<TValue>("If-Match compares strongly: a weak entity tag matches nothing.");
        foreach (var tag in tags)
        {
            reply = await send(new CommandContext(tag, key, noneOf)).ConfigureAwait(false);
            if (reply.Refusal?.Code != RefusalCodes.PreconditionFailed)
                return reply;
        }

        return reply;
    }

    /// <summary>The ETags one of which the state must have, weak ones left out; null where any will do.</summary>
    private static ImmutableArray<string>? ReadIfMatch(HttpRequest request) =>
        EntityTags.Read(request.Headers.IfMatch, HeaderNames.IfMatch) is { Any: false } named
            ? [.. named.Tags.Where(tag => !tag.IsWeak).Select(EntityTags.Bare)]
            : null;

    private static Reply<TValue> Fails<TValue>(string why) => new(default, new Refusal(RefusalCodes.PreconditionFailed, why), "");
}
