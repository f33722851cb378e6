using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using OrleansState.Api.Problems;
using OrleansState.Commands;
using OrleansState.Replies;

namespace OrleansState.Api.Commands;

/// <summary>What the headers of a mutation say about it, as a handler's parameter.</summary>
/// <param name="AnyOf">The ETags one of which the state must have; null: no condition.</param>
internal sealed record CommandHeaders(ImmutableArray<string>? AnyOf) : IBindableFromHttpContext<CommandHeaders>, IEndpointParameterMetadataProvider
{
    public static ValueTask<CommandHeaders?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(new CommandHeaders(IfMatch.Read(context.Request)));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ConditionalMetadata());
        builder.Metadata.Add(new RefusesAttribute(RefusalCodes.PreconditionFailed, ProblemCodes.MalformedHeader, ProblemCodes.OutcomeUnknown));
    }

    /// <summary>
    /// Sends a command under the headers' condition. A grain compares one ETag; of several each is tried, which is the
    /// same as comparing them at once because no ETag ever comes back.
    /// </summary>
    public async Task<Reply<TValue>> SendAsync<TValue>(Func<CommandContext, Task<Reply<TValue>>> send)
    {
        ArgumentNullException.ThrowIfNull(send);
        if (AnyOf is not { } tags)
            return await send(CommandContext.None);
        var reply = new Reply<TValue>(default, new Refusal(RefusalCodes.PreconditionFailed, "If-Match compares strongly: a weak entity tag matches nothing."), "");
        foreach (var tag in tags)
        {
            reply = await send(new CommandContext(tag));
            if (reply.Refusal?.Code != RefusalCodes.PreconditionFailed)
                return reply;
        }

        return reply;
    }
}
