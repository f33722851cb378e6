namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>Plans that are short and that chance meets rarely: for each rule one that breaks a bridge without it.</summary>
internal static class KnownPlans
{
    private const int Everything = 99;

    private static readonly Step Calm = new(Verb.Calm);

    public static IReadOnlyList<Plan> All { get; } =
    [
        // The bridge dies between its commit and the counting.
        Of(Start(0), Click(0), new(Verb.Kill), Calm, Click(0)),

        // It dies between the offset and the dead letter.
        Of(Start(0), new(Verb.Poison), Calm, new(Verb.Kill), Calm),

        // The store loses the checkpoint and keeps the count.
        Of(Start(0), Click(0), Calm, new(Verb.Lose, 1), Notice(0), Calm, Click(0), Calm),

        // It loses both, and the memory that could give back the count is gone.
        Of(Start(0), Click(0), Calm, new(Verb.Lose, Everything), new(Verb.Drop, 0), Notice(0), Calm, Click(0), Calm),

        // A worker that has not noticed brings the next event to a counter that came back without the one before.
        Of(Start(0), Click(0), Calm, new(Verb.Lose, Everything), Route(1), Click(0), Calm),

        // A counter that lives twice: the elder one's ETag is the store's again, and what the younger one counted is gone.
        Of(Start(0), Click(0), Calm, Route(1), Click(0), Calm, new(Verb.Lose, 2), Route(0), Click(0), Calm),

        // An elder epoch's counter meets a record that has as many changes as one of its own, and other ones.
        Of(Start(0), Start(1, 1), Calm, Click(0), Calm, Click(0), Calm, new(Verb.Kill), new(Verb.Lose, Everything), Route(1), Click(0, 1), Calm, Notice(0), Calm),

        // What the memory of an elder epoch calls counted is lost, and then the memory is too.
        Of(Start(0), Click(0), Calm, new(Verb.Lose, Everything), new(Verb.Kill), new(Verb.Drop, World.Users), Start(1), Calm, new(Verb.Drop, 0), Calm),

        // A record can't be read, the checkpoint passes what was to be counted, and the worker that knows dies.
        Of(Start(0), Click(0), Calm, new(Verb.Spoil, 0), new(Verb.Drop, 0), Click(0), Calm, new(Verb.Kill), Start(1), Calm, new(Verb.Mend), Click(0), Calm),

        // The same, and the store loses who waits with the checkpoint.
        Of(Start(0), Click(0), Calm, new(Verb.Spoil, 0), new(Verb.Drop, 0), Click(0), Click(1), Calm, new(Verb.Lose, 2), new(Verb.Mend), Click(0), Calm),

        // A promoted replica lacks the count and the checkpoint, and memory still has them.
        Of(Start(0), Click(0), Calm, new(Verb.Promote, Everything), new(Verb.Kill), new(Verb.Drop, World.Users), Start(1), Calm, new(Verb.Drop, 0), Calm),

        // The running store is emptied, and one more event comes; nobody but the worker remembers what there was.
        Of(Start(0), Click(0), Calm, new(Verb.Flush), new(Verb.Drop, 0), new(Verb.Drop, World.Users), Click(0), Calm),

        // It loses one user's count and the checkpoint, which nobody remembers but the worker that goes on.
        Of(Start(0), Click(0), Click(1), Calm, new(Verb.Wipe, 0), new(Verb.Drop, 0), new(Verb.Forget), new(Verb.Drop, World.Users), Click(1), Calm),

        // The store loses its tail between the checkpoint's reading and the question for its epoch.
        Of(Start(0), Calm, Click(0), Calm, new(Verb.Kill), Start(1), new(Verb.Lose, Everything), new(Verb.Drop, 0), Calm, Click(0), Calm),
    ];

    private static Plan Of(params Step[] steps) => new(0, 0, steps);

    private static Step Start(int bridge, int partition = 0) => new(Verb.Start, bridge, partition);

    private static Step Click(int user, int partition = 0) => new(Verb.Click, user, partition);

    private static Step Route(int silo) => new(Verb.Route, 0, silo);

    private static Step Notice(int silo) => new(Verb.Notice, 0, silo);
}
