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

    /// <summary>Calls go to silo <c>Where</c>. The two silos don't know of each other, so that each grain may live twice.</summary>
    Route,

    /// <summary>Silo <c>Where</c> notices which life the store is in.</summary>
    Notice,

    /// <summary>User <c>Which</c> leaves the memory of the silo that calls go to; the last one means the partition <c>Where</c>.</summary>
    Drop,

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
        < 60 => new(Verb.Lose, which),
        < 68 => new(Verb.Route, 0, where),
        < 73 => new(Verb.Notice, 0, where),
        < 78 => new(Verb.Drop, which % (World.Users + 1), where),
        _ => new(Verb.Calm),
    };

    public override string ToString() => Verb switch
    {
        Verb.Click => $"click of user {Which} in {Where}",
        Verb.Start => $"start bridge {Which} on {Where}",
        Verb.Kill => $"kill bridge {Which}",
        Verb.Lose => $"lose {Which} writes",
        Verb.Drop => Which == World.Users ? $"drop partition {Where}" : $"drop user {Which}",
        Verb.Calm => "calm",
        _ => $"{Verb.ToString().ToLowerInvariant()} {Where}",
    };
}

/// <summary>What happens, in order, and how often calls and writes fail meanwhile.</summary>
internal sealed record Plan(int Seed, int FaultPercent, Step[] Steps)
{
    public override string ToString() => $"seed {Seed}, {FaultPercent} % faults: {string.Join("; ", Steps)}";
}
