using System.Collections.Immutable;
using System.Net;
using OrleansState.Hosting.Membership;

namespace OrleansState.LocalCluster.Tests.Membership;

/// <summary>
/// A few silos over a table that loses any tail, explored state by state: they join, tell each other what they know, declare
/// each other dead, rightly or not, and die. Silos read the table and restore it by the product's own rules, and believe later
/// versions only, as Orleans does.
/// </summary>
internal sealed class MembershipModel(MembershipFlaw flaw)
{
    private const int Silos = 3;
    private const int MaxLosses = 2;
    private const int MaxVotes = 1;

    private static readonly DateTime Now = DateTime.UnixEpoch;
    private static readonly ImmutableArray<SiloAddress> Addresses =
        [.. Enumerable.Range(0, Silos).Select(silo => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, silo + 1), 1))];

    /// <summary>Explores all that can happen in so many steps.</summary>
    /// <returns>How many states there were, and the shortest run that ends in a wrong one, if any does.</returns>
    public (int States, string? Violation) Explore(int steps)
    {
        var start = new State(MembershipView.Empty, [MembershipView.Empty], [.. Enumerable.Repeat(Silo.Unborn, Silos)], 0, 0, "");
        var known = new HashSet<string> { start.Key };
        List<State> frontier = [start];
        for (var step = 0; step < steps; step++)
        {
            List<State> next = [];
            foreach (var state in frontier.SelectMany(Next).Where(state => known.Add(state.Key)))
            {
                if (WhatIsWrong(state) is { } wrong)
                    return (known.Count, $"{state.Run}: {wrong}");
                next.Add(state);
            }

            frontier = next;
        }

        return (known.Count, null);
    }

    private IEnumerable<State> Next(State state)
    {
        for (var i = 0; i < Silos; i++)
        {
            var silo = state.Silos[i];
            if (silo is { Born: false })
                yield return Write(state, i, Row(i, SiloStatus.Active), $"{i} joins");
            if (!silo.Lives)
                continue;
            yield return Read(state, i) with { Run = $"{state.Run}, {i} reads" };
            yield return state with { Silos = state.Silos.SetItem(i, silo with { Lives = false }), Run = $"{state.Run}, {i} dies" };
            if (state.Votes < MaxVotes)
                yield return Write(state, i, null, $"{i} votes") with { Votes = state.Votes + 1 };
            for (var j = 0; j < Silos; j++)
            {
                if (j != i && silo.Shown.Rows.GetValueOrDefault(Addresses[j])?.Status is SiloStatus.Active)
                    yield return Write(state, i, Row(j, SiloStatus.Dead), $"{i} declares {j} dead");
                if (j != i && state.Silos[j].Lives && silo.Shown.Version > state.Silos[j].Shown.Version)
                    yield return Tell(state, i, j);
            }
        }

        if (state.Losses < MaxLosses)
        {
            for (var kept = 0; kept < state.History.Count - 1; kept++)
                yield return state with { Table = state.History[kept], History = state.History.GetRange(0, kept + 1), Losses = state.Losses + 1, Run = $"{state.Run}, the store goes back to version {state.History[kept].Version}" };
        }
    }

    /// <summary>What is wrong once every silo that lives has looked at the table as often as it needs to.</summary>
    private string? WhatIsWrong(State state)
    {
        var known = state.Silos.Where(silo => silo.Lives).SelectMany(silo => silo.Shown.Rows.Values).ToLookup(row => row.SiloAddress, row => row.Status);
        var end = state;
        for (var round = 0; round < 2; round++)
            end = Enumerable.Range(0, Silos).Where(i => end.Silos[i].Lives).Aggregate(end, Read);
        foreach (var silo in end.Silos.Where(silo => silo.Lives))
        {
            if (Text(silo.Shown) != Text(end.Table))
                return $"a silo goes by {Text(silo.Shown)}, the table has {Text(end.Table)}";
        }

        for (var i = 0; i < Silos; i++)
        {
            var status = end.Table.Rows.GetValueOrDefault(Addresses[i])?.Status;
            if (end.Silos.Any(silo => silo.Lives) && known[Addresses[i]].Any() && status < known[Addresses[i]].Max())
                return $"{i} is {status} again";
            if (status is null && known.Contains(Addresses[i]))
                return $"{i} has no row";
        }

        return null;
    }

    private State Tell(State state, int from, int to)
    {
        var (told, hearer) = (state.Silos[from].Shown, state.Silos[to]);
        var seen = Seen(hearer);
        if (flaw is not MembershipFlaw.ForgetsWhatItIsTold)
            seen.Learn(new ClusterMembershipSnapshot(told.Rows.ToImmutableDictionary(row => row.Key, row => new ClusterMember(row.Key, row.Value.Status, "")), new MembershipVersion(told.Version)), Now);
        return state with { Silos = state.Silos.SetItem(to, hearer with { Seen = seen.Latest, Shown = told }), Run = $"{state.Run}, {from} tells {to}" };
    }

    private State Read(State state, int i)
    {
        var seen = Seen(state.Silos[i]);
        var table = Restore(seen, state.Table, i);
        var (written, view) = table is null ? (state, state.Table) : (state with { Table = table, History = state.History.Add(table) }, table);
        seen.Take(view);
        return Show(written, i, seen.Latest);
    }

    private State Write(State state, int i, MembershipEntry? row, string step)
    {
        var read = Read(state, i);
        var seen = Seen(read.Silos[i]);
        if (row is not null && read.Table.Rows.TryGetValue(row.SiloAddress, out var kept) && kept.Status > row.Status)
            row = null;
        var table = new MembershipView(read.Table.Version + 1, row is null ? read.Table.Rows : read.Table.Rows.SetItem(row.SiloAddress, row));
        seen.Take(table);
        return Show(read with { Table = table, History = read.History.Add(table), Run = $"{state.Run}, {step}" }, i, seen.Latest);
    }

    /// <summary>Orleans takes a later version, and no other.</summary>
    private static State Show(State state, int i, MembershipView seen)
    {
        var silo = state.Silos[i];
        var isLater = !silo.Born || state.Table.Version > silo.Shown.Version;
        // Who finds itself dead ends.
        var lives = !isLater || state.Table.Rows.GetValueOrDefault(Addresses[i])?.Status is not SiloStatus.Dead;
        return state with { Silos = state.Silos.SetItem(i, new Silo(true, lives, seen, isLater ? state.Table : silo.Shown)) };
    }

    private MembershipView? Restore(SeenMembership seen, MembershipView stored, int i)
    {
        var restored = seen.Restore(stored, Now);
        return flaw switch
        {
            MembershipFlaw.RestoresNothing => null,
            MembershipFlaw.CountsOnFromTheStore => restored is null ? null : restored with { Version = stored.Version + 1 },
            MembershipFlaw.RestoresItsOwnRowOnly when restored is not null => restored with
            {
                Rows = restored.Rows.TryGetValue(Addresses[i], out var own) ? stored.Rows.SetItem(Addresses[i], own) : stored.Rows,
            },
            MembershipFlaw.BringsBackTheDead when restored is not null => restored with { Rows = stored.Rows.SetItems(seen.Latest.Rows) },
            MembershipFlaw.TrustsTheNumber when restored is not null && stored.Version == seen.Latest.Version
                && seen.Latest.Rows.All(row => stored.Rows.GetValueOrDefault(row.Key)?.Status >= row.Value.Status) => null,
            _ => restored,
        };
    }

    private static SeenMembership Seen(Silo silo)
    {
        var seen = new SeenMembership(TimeSpan.FromHours(1));
        seen.Take(silo.Seen);
        return seen;
    }

    private static MembershipEntry Row(int silo, SiloStatus status) =>
        new() { SiloAddress = Addresses[silo], Status = status, HostName = "", SiloName = "", StartTime = Now, IAmAliveTime = Now };

    private static string Text(MembershipView view) =>
        $"{view.Version}:{string.Concat(Addresses.Select(silo => view.Rows.GetValueOrDefault(silo)?.Status switch { null => '-', SiloStatus.Active => 'a', _ => 'd' }))}";

    private sealed record Silo(bool Born, bool Lives, MembershipView Seen, MembershipView Shown)
    {
        public static readonly Silo Unborn = new(false, false, MembershipView.Empty, MembershipView.Empty);

        public string Key => $"{Born}{Lives}{Text(Seen)}{Text(Shown)}";
    }

    /// <param name="Table">What the store has.</param>
    /// <param name="History">What it may go back to, its present last.</param>
    /// <param name="Silos">Whether they live, and what they know.</param>
    /// <param name="Losses">How often it went back.</param>
    /// <param name="Votes">Versions without a change of any status.</param>
    /// <param name="Run">How it came to this.</param>
    private sealed record State(MembershipView Table, ImmutableList<MembershipView> History, ImmutableArray<Silo> Silos, int Losses, int Votes, string Run)
    {
        public string Key => $"{string.Join(' ', History.Select(Text))}|{string.Join(' ', Silos.Select(silo => silo.Key))}|{Losses}{Votes}";
    }
}
