using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansState.Guides.Tests.WatchMulti;

public interface IShowGrain : IGrainWithStringKey
{
    Task<Reply<int>> ReserveAsync(string seat, string user, CommandContext? context = null);
}

#region after
[GenerateSerializer, Immutable, Alias("show")]
public sealed record ShowState
{
    [Id(0)] public ImmutableDictionary<string, string> Seats { get; init; } = ImmutableDictionary<string, string>.Empty;
}

public static class ShowRules
{
    public const int MaxSeatsOfAUser = 4;

    public static Decision<ShowState, int> Reserve(ShowState show, string seat, string user)
    {
        if (show.Seats.ContainsKey(seat))
            return Decision.Refuse(show, "seat-taken", $"Seat {seat} is taken.");
        var reserved = show.Seats.Values.Count(owner => owner == user);
        if (reserved == MaxSeatsOfAUser)
            return Decision.Refuse(show, "too-many-seats", $"A user has at most {MaxSeatsOfAUser} seats.");
        return Decision.Accept(show with { Seats = show.Seats.Add(seat, user) }, reserved + 1);
    }
}

[Reentrant]
public sealed class ShowGrain([DurableState("show", User = UserRelation.Other)] IDurableState<ShowState> state) : Grain, IShowGrain
{
    public Task<Reply<int>> ReserveAsync(string seat, string user, CommandContext? context) =>
        state.CommitAsync(show => ShowRules.Reserve(show, seat, user), context);
}
#endregion
