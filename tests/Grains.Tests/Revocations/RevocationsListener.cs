using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansState.Revocations;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Revocations;

/// <summary>A subscriber that writes down what it is told. Orleans holds observers weakly: the test holds it.</summary>
internal sealed class RevocationsListener : IRevocationsObserver
{
    public static TimeSpan TokenLifetime { get; } = TimeSpan.FromMinutes(15);

    private readonly ConcurrentQueue<Revocation> _told = new();
    private readonly IRevocationsGrain _feed;
    private readonly IRevocationsObserver _reference;

    public RevocationsListener(GrainCluster cluster)
    {
        _feed = cluster.Grains.GetGrain<IRevocationsGrain>(IRevocationsGrain.Key);
        _reference = cluster.Grains.CreateObjectReference<IRevocationsObserver>(this);
    }

    public Task<RevocationsPage> SubscribeAsync(RevocationsPosition after = default) => _feed.SubscribeAsync(_reference, TokenLifetime, after);

    public Task UnsubscribeAsync() => _feed.UnsubscribeAsync(_reference);

    public Task RevokedAsync(ImmutableArray<Revocation> revocations)
    {
        foreach (var revocation in revocations)
            _told.Enqueue(revocation);
        return Task.CompletedTask;
    }

    public IEnumerable<Revocation> Told => _told;

    /// <summary>Waits until it has been told exactly these, in any order.</summary>
    public Task HearsAsync(params Revocation[] revocations) => Eventually.UntilAsync(
        $"the subscriber is told of {string.Join(", ", revocations.Select(r => r.SessionId ?? "all"))}",
        () => _told.Order(Comparer).SequenceEqual(revocations.Order(Comparer)));

    private static Comparer<Revocation> Comparer { get; } = Comparer<Revocation>.Create(
        (a, b) => string.CompareOrdinal(a.UserId + "/" + a.SessionId, b.UserId + "/" + b.SessionId));
}
