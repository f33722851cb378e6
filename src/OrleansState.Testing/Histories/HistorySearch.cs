using System.Globalization;

namespace OrleansState.Testing;

/// <summary>Looks for a history that no order explains, and then for a shorter one.</summary>
internal sealed class HistorySearch : IAsyncDisposable
{
    /// <summary>Most calls that a new activation is asked at last.</summary>
    private const int MaxLastCalls = 8;

    private readonly HistorySilos _silos;
    private readonly IReadOnlyList<ModelOperation> _operations;
    private readonly object _initial;
    private readonly HistoryOptions _options;
    private int _runs;

    private HistorySearch(HistorySilos silos, IReadOnlyList<ModelOperation> operations, object initial, HistoryOptions options) =>
        (_silos, _operations, _initial, _options) = (silos, operations, initial, options);

    public static async Task<HistorySearch> StartAsync(Type grain, IReadOnlyList<ModelOperation> operations, object initial, HistoryOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Histories, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Runs, 1);
        return new HistorySearch(await HistorySilos.StartAsync(grain, options), operations, initial, options);
    }

    /// <exception cref="NotLinearizableException">There is one.</exception>
    public async Task RunAsync()
    {
        var first = _options.Seed ?? Random.Shared.Next();
        for (var i = 0; i < _options.Histories; i++)
        {
            var seed = unchecked(first + i);
            var random = new Random(seed);
            var plan = HistoryPlan.Draw(random, _operations, _options);
            var lastCalls = LastCalls(random);
            if (await FindAsync(plan, lastCalls, _options.Runs) is not { } found)
                continue;
            var shrinking = new HistoryShrinking((smaller, runs) => FindAsync(smaller, lastCalls, runs));
            var shortest = await shrinking.ShrinkAsync(found);
            throw new NotLinearizableException(seed, Tell(seed, i + 1, shortest), shortest.Fault);
        }
    }

    public ValueTask DisposeAsync() => _silos.DisposeAsync();

    /// <summary>Each read; where the grain has none, each command, whose answer has to say what became of the others.</summary>
    private List<ModelCall> LastCalls(Random random)
    {
        var reads = _operations.Where(o => o.IsRead).ToList();
        return [.. (reads.Count > 0 ? reads : _operations).Take(MaxLastCalls).Select(o => o.Draw(random))];
    }

    private async Task<CounterExample?> FindAsync(HistoryPlan plan, IReadOnlyList<ModelCall> lastCalls, int runs)
    {
        for (var run = 0; run < runs; run++)
        {
            _runs++;
            using var history = new HistoryRun(_silos, plan);
            try
            {
                if (CounterExample.Of(plan, await history.CarryOutAsync(lastCalls), _initial) is { } found)
                    return found;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // Whatever it is: a caller may be told of a store that does not answer, and of nothing else.
                return new CounterExample(plan, history.SoFar(), [], fault);
            }
        }

        return null;
    }

    private string Tell(int seed, int histories, CounterExample shortest) => string.Create(CultureInfo.InvariantCulture, $"""
        {Says(shortest.Fault)}

        {shortest.Draw(_initial)}
        {Silos(shortest.Plan)}Found in history {histories} of {_options.Histories}, and made shorter in {_runs - histories} runs. Carry it out again, as often as it may need:
        new {nameof(HistoryOptions)} {"{"} {nameof(HistoryOptions.Seed)} = {seed}, {nameof(HistoryOptions.Histories)} = 1, {nameof(HistoryOptions.Runs)} = 100 {"}"}
        """);

    private static string Says(Exception? fault) => fault switch
    {
        null => "No order of these calls explains their answers.",
        IndexDisagreesException => "An index says something else than the record.",
        _ => "A call ended with a fault that no caller may see.",
    };

    private static string Silos(HistoryPlan plan) => plan.TwoActivations
        ? "The grain had two activations: clients 0 and 2 entered by one silo, 1 and 3 by another, retries by both in turns.\n" : "";
}
