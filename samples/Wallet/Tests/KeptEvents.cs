using System.Text;
using System.Threading.Channels;
using OrleansState;

namespace Wallets.Tests;

/// <summary>Takes the place of the topic of events.</summary>
public sealed class KeptEvents : IEventPublisher
{
    private readonly Channel<PublishedEvent> _told = Channel.CreateUnbounded<PublishedEvent>();

    public async Task PublishAsync(IReadOnlyList<PublishedEvent> events, CancellationToken cancellationToken)
    {
        foreach (var told in events)
            await _told.Writer.WriteAsync(told, cancellationToken);
    }

    /// <summary>The next event of a wallet, once it has been told.</summary>
    public async Task<(string Type, string Data)> NextOfAsync(string user)
    {
        await foreach (var told in _told.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (told.Key == user)
                return (told.Type, Encoding.UTF8.GetString(told.Data.Span));
        }

        throw new InvalidOperationException("No more events are told.");
    }
}
