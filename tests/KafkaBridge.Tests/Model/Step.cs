namespace OrleansState.KafkaBridge.Tests.Model;

internal enum Verb
{
    /// <summary>An event of user <c>Which</c> is written to partition <c>Where</c>.</summary>
    Click,

    /// <summary>A record that can't be read is written to partition <c>Where</c>.</summary>
    Poison,

    /// <summary>An event is written to partition <c>Where</c> of a user who may count no further action.</summary>
    Refused,

    /// <summary>A bridge of its own begins on partition <c>Where</c>, whoever has it already; one that has this number is killed first.</summary>
    Start,

    /// <summary>Bridge <c>Which</c> dies with whatever it is doing.</summary>
    Kill,

    /// <summary>The store restarts without its last <c>Which</c> writes.</summary>
    Lose,

    /// <summary>A replica of the store takes over that lacks its last <c>Which</c> writes.</summary>
    Promote,

    /// <summary>The running store loses everything.</summary>
    Flush,

    /// <summary>The running store loses the progress of partition <c>Where</c>.</summary>
    Forget,

    /// <summary>
    /// The running store loses what it has of user <c>Which</c>. By chance it is not to happen: where the next event is the
    /// same user's, nobody can know of it in time.
    /// </summary>
    Wipe,

    /// <summary>Calls go to silo <c>Where</c>. The two silos don't know of each other, so that each grain may live twice.</summary>
    Route,

    /// <summary>Silo <c>Where</c> notices which epoch the store is in.</summary>
    Notice,

    /// <summary>User <c>Which</c> leaves the memory of the silo that calls go to; the last one means the partition <c>Where</c>.</summary>
    Drop,

    /// <summary>The record of user <c>Which</c> can't be read from now on.</summary>
    Spoil,

    /// <summary>All records can be read again.</summary>
    Mend,

    /// <summary>Everything that can go on without a further fault does.</summary>
    Calm,
}

/// <summary>One thing that happens to the world.</summary>
internal readonly record struct Step(Verb Verb, int Which = 0, int Where = 0)
{
    /// <summary>Events and quiet come often, so that what is lost was something and what happens next meets it.</summary>
    public static Step Of(int weight, int which, int where) => weight switch
    {
        < 26 => new(Verb.Click, which % World.Users, where),
        < 30 => new(Verb.Poison, 0, where),
        < 33 => new(Verb.Refused, 0, where),
        < 45 => new(Verb.Start, which % World.Bridges, where),
        < 50 => new(Verb.Kill, which % World.Bridges),
        < 56 => new(Verb.Lose, which),
        < 59 => new(Verb.Promote, which),
        < 60 => new(Verb.Flush),
        < 61 => new(Verb.Forget, 0, where),
        < 68 => new(Verb.Route, 0, where),
        < 73 => new(Verb.Notice, 0, where),
        < 78 => new(Verb.Drop, which % (World.Users + 1), where),
        < 83 => new(Verb.Spoil, which % World.Users),
        < 86 => new(Verb.Mend),
        _ => new(Verb.Calm),
    };

    public override string ToString() => Verb switch
    {
        Verb.Click => $"click of user {Which} in {Where}",
        Verb.Start => $"start bridge {Which} on {Where}",
        Verb.Kill => $"kill bridge {Which}",
        Verb.Lose => $"lose {Which} writes",
        Verb.Promote => $"promote a replica without {Which} writes",
        Verb.Flush => "flush",
        Verb.Drop => Which == World.Users ? $"drop partition {Where}" : $"drop user {Which}",
        Verb.Spoil => $"spoil user {Which}",
        Verb.Mend or Verb.Calm => Verb.ToString().ToLowerInvariant(),
        _ => $"{Verb.ToString().ToLowerInvariant()} {Where}",
    };
}

/// <summary>What happens, in order, and how often calls and writes fail meanwhile.</summary>
internal sealed record Plan(int Seed, int FaultPercent, Step[] Steps)
{
    public override string ToString() => $"seed {Seed}, {FaultPercent} % faults: {string.Join("; ", Steps)}";
}
