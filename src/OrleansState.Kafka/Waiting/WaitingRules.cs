using System.Collections.Immutable;

namespace OrleansState.Kafka.Waiting;

/// <summary>
/// Who waits, told by several workers who may each believe that the partition is theirs: what one adds the other does not
/// take away, unless it has delivered all of that.
/// </summary>
internal static class WaitingRules
{
    public const string TooMany = "too-many-wait";

    public static Decision<WaitingState, bool> Add(WaitingState state, string log, ImmutableArray<WaitingUser> users)
    {
        var waiting = (state.Log == log ? state.Users : []).ToDictionary(u => u.UserId, StringComparer.Ordinal);
        foreach (var user in users)
        {
            waiting[user.UserId] = waiting.TryGetValue(user.UserId, out var known)
                ? known with { First = Math.Min(known.First, user.First), Last = Math.Max(known.Last, user.Last) }
                : user;
        }

        return waiting.Count > WaitingUsers.Limit
            ? Decision.Refuse(state, TooMany, $"The records of more than {WaitingUsers.Limit} users of this partition can't be read.")
            : Become(state, log, [.. waiting.Values]);
    }

    public static Decision<WaitingState, bool> Remove(WaitingState state, string log, ImmutableArray<WaitingUser> delivered)
    {
        if (state.Log != log)
            return Decision.Accept(state, true);
        var left = ImmutableArray.CreateBuilder<WaitingUser>();
        foreach (var user in state.Users)
        {
            var last = delivered.FirstOrDefault(d => d.UserId == user.UserId && d.First <= user.First)?.Last ?? -1;
            if (last < user.Last)
                left.Add(user with { First = Math.Max(user.First, last + 1) });
        }

        return Become(state, log, left.ToImmutable());
    }

    private static Decision<WaitingState, bool> Become(WaitingState state, string log, ImmutableArray<WaitingUser> users) =>
        Decision.Accept(state.Log == log && state.Users.SequenceEqual(users) ? state : new WaitingState(log, users), true);
}
