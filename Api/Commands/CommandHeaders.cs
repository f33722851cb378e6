using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using OrleansState.Api.Problems;

namespace OrleansState.Api.Commands;

/// <summary>What the headers of a mutation say about it, as a handler's parameter.</summary>
/// <param name="AnyOf">The ETags one of which the state must have; null: no condition.</param>
/// <param name="NoneOf">What the state must not be; null: no condition.</param>
/// <param name="Key">The client's idempotency key; null: each call is a command of its own.</param>
internal sealed record CommandHeaders(ImmutableArray<string>? AnyOf, EntityTags? NoneOf, string? Key) : IBindableFromHttpContext<CommandHeaders>, IEndpointParameterMetadataProvider
{
    public static ValueTask<CommandHeaders?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(new CommandHeaders(IfMatch.Read(context.Request), IfNoneMatch.Read(context.Request), IdempotencyHeader.Read(context.Request)));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new MutationMetadata());
        builder.Metadata.Add(new RefusesAttribute(
            RefusalCodes.PreconditionFailed, RefusalCodes.KeyReused, ProblemCodes.MalformedHeader, ProblemCodes.TooManyRequests, ProblemCodes.OutcomeUnknown));
    }

    /// <summary>
    /// Sends a command under the headers' condition and key. A grain compares one ETag; of several each is tried, which is
    /// the same as comparing them at once because no ETag ever comes back. A key is not remembered with a failed condition.
    /// </summary>
    /// <param name="payload">What identifies the command, by <see cref="CommandPayload"/>.</param>
    /// <param name="send">Calls the grain.</param>
    public async Task<Reply<TValue>> SendAsync<TValue>(string payload, Func<CommandContext, Task<Reply<TValue>>> send)
    {
        ArgumentNullException.ThrowIfNull(send);
        // Carts and counters have a state from the beginning on, if an empty one.
        if (NoneOf is { Any: true })
            return Fails<TValue>("If-None-Match is *, and there is always a state here.");
        var noneOf = IfNoneMatch.Tags(NoneOf);
        IdempotencyKey? key = Key is null ? null : IdempotencyKey.Create(Key, payload);
        if (AnyOf is not { } tags)
            return await send(key is null && noneOf is null ? CommandContext.None : new CommandContext(Key: key, IfNoneMatch: noneOf));
        var reply = Fails<TValue>("If-Match compares strongly: a weak entity tag matches nothing.");
        foreach (var tag in tags)
        {
            reply = await send(new CommandContext(tag, key, noneOf));
            if (reply.Refusal?.Code != RefusalCodes.PreconditionFailed)
                return reply;
        }

        return reply;
    }

    private static Reply<TValue> Fails<TValue>(string why) => new(default, new Refusal(RefusalCodes.PreconditionFailed, why), "");
}
