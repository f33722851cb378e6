using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansState.Sessions;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Sessions;

/// <summary>A subscriber that writes down what it is told. Orleans holds observers weakly: the test holds it.</summary>
internal sealed class EndedSessionsListener : IEndedSessionsObserver
{
    public static TimeSpan TokenLifetime { get; } = TimeSpan.FromMinutes(15);

    private readonly ConcurrentQueue<EndedSession> _told = new();
    private readonly IEndedSessionsGrain _feed;
    private readonly IEndedSessionsObserver _reference;

    public EndedSessionsListener(GrainCluster cluster)
    {
        _feed = cluster.Grains.GetGrain<IEndedSessionsGrain>(IEndedSessionsGrain.Key);
        _reference = cluster.Grains.CreateObjectReference<IEndedSessionsObserver>(this);
    }

    public Task<EndedSessionsPage> SubscribeAsync(EndedSessionsPosition after = default) => _feed.SubscribeAsync(_reference, TokenLifetime, after);

    public Task UnsubscribeAsync() => _feed.UnsubscribeAsync(_reference);

    public Task EndedAsync(ImmutableArray<EndedSession> sessions)
    {
        foreach (var session in sessions)
            _told.Enqueue(session);
        return Task.CompletedTask;
    }

    public IEnumerable<EndedSession> Told => _told;

    /// <summary>Waits until it has been told exactly these, in any order.</summary>
    public Task HearsAsync(params EndedSession[] sessions) => Eventually.UntilAsync(
        $"the subscriber is told of {string.Join(", ", sessions.Select(s => s.SessionId ?? "all"))}",
        () => _told.Order(Comparer).SequenceEqual(sessions.Order(Comparer)));

    private static Comparer<EndedSession> Comparer { get; } = Comparer<EndedSession>.Create(
        (a, b) => string.CompareOrdinal(a.UserId + "/" + a.SessionId, b.UserId + "/" + b.SessionId));
}
