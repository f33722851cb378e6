using System.CommandLine;

namespace OrleansState.ExactlyOnceProof;

/// <summary>The command line.</summary>
internal static class ProofCommand
{
    private static readonly ProofPlan Usual = new();
    private static readonly Option<int> Events = Number("--events", "Events to write.", Usual.Events);
    private static readonly Option<int> Users = Number("--users", "Users they are of.", Usual.Users);
    private static readonly Option<int> Poison = Number("--poison", "Records that can't be used.", Usual.Poison);
    private static readonly Option<int> Silos = Number("--silos", "Silos to run.", Usual.Silos);
    private static readonly Option<int> Seed = Number("--seed", "Chooses the events and the order of mishaps.", Usual.Seed);
    private static readonly Option<int> BridgeKills = Number("--bridge-kills", "Times that a bridge is killed by kill -9.", Usual.BridgeKills);
    private static readonly Option<int> SiloKills = Number("--silo-kills", "Times that a silo is.", Usual.SiloKills);
    private static readonly Option<int> Blackouts = Number("--blackouts", "Times that all silos are, at once.", Usual.Blackouts);
    private static readonly Option<int> Losses = Number("--losses", "Times that redis-server is, and loses its last seconds.", Usual.Losses);
    private static readonly Option<int> Stalls = Number("--stalls", "Times that it stands still for ten seconds under a backlog.", Usual.Stalls);
    private static readonly Option<int> Planned = Number("--planned-failovers", "Times that the replica becomes the primary as asked.", Usual.PlannedFailovers);
    private static readonly Option<int> Forced = Number("--forced-failovers", "Times that it does since the primary is killed.", Usual.ForcedFailovers);
    private static readonly Option<int> Flushes = Number("--flushes", "Times that redis-server forgets everything (FLUSHALL).", Usual.Flushes);
    private static readonly Option<int> Rebuilds = Number("--rebuilds", "Times that KafkaBridge rebuild runs while events arrive.", Usual.Rebuilds);
    private static readonly Option<int> Switches = Number("--switches", "Times that KafkaBridge rebuild switch does.", Usual.Switches);
    private static readonly Option<int> Joins = Number("--joins", "Times that a second bridge joins and leaves.", Usual.Joins);

    public static RootCommand Create()
    {
        var command = new RootCommand("Proves on real processes that every event counts once, whatever happens. Exit code 0: every count is exact.")
        {
            Events, Users, Poison, Silos, Seed, BridgeKills, SiloKills, Blackouts, Losses, Stalls, Planned, Forced, Flushes, Rebuilds, Switches, Joins,
        };
        command.SetAction(async (line, cancelled) => (await Proof.RunAsync(Plan(line), Console.Out, cancelled)).Count == 0 ? 0 : 1);
        return command;
    }

    private static ProofPlan Plan(ParseResult line) => new()
    {
        Events = line.GetValue(Events),
        Users = line.GetValue(Users),
        Poison = line.GetValue(Poison),
        Silos = line.GetValue(Silos),
        Seed = line.GetValue(Seed),
        BridgeKills = line.GetValue(BridgeKills),
        SiloKills = line.GetValue(SiloKills),
        Blackouts = line.GetValue(Blackouts),
        Losses = line.GetValue(Losses),
        Stalls = line.GetValue(Stalls),
        PlannedFailovers = line.GetValue(Planned),
        ForcedFailovers = line.GetValue(Forced),
        Flushes = line.GetValue(Flushes),
        Rebuilds = line.GetValue(Rebuilds),
        Switches = line.GetValue(Switches),
        Joins = line.GetValue(Joins),
    };

    private static Option<int> Number(string name, string description, int usual) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "N" };
}
