namespace OrleansState.Testing;

/// <summary>Leaves out of a plan what is not needed for it to fail. Who comes first differs from run to run, so that each try has several.</summary>
/// <param name="findAsync">Carries out a plan up to so many times; what it found, or null.</param>
internal sealed class HistoryShrinking(Func<HistoryPlan, int, Task<CounterExample?>> findAsync)
{
    /// <summary>Runs of a smaller plan before it counts as one that does not fail.</summary>
    private const int RunsEach = 12;

    /// <summary>Smaller plans that are tried, whatever is left.</summary>
    private const int MaxTries = 300;

    public async Task<CounterExample> ShrinkAsync(CounterExample found)
    {
        var tries = 0;
        while (await FirstSmallerAsync(found) is { } smaller)
            found = smaller;
        return found;

        async Task<CounterExample?> FirstSmallerAsync(CounterExample of)
        {
            foreach (var plan in Smaller(of.Plan))
            {
                if (++tries > MaxTries)
                    return null;
                if (await findAsync(plan, RunsEach) is { } smaller)
                    return smaller;
            }

            return null;
        }
    }

    /// <summary>The plan with something left out, the most first.</summary>
    private static IEnumerable<HistoryPlan> Smaller(HistoryPlan plan) =>
        [.. WithoutClients(plan), .. WithoutFaults(plan), .. WithoutSteps(plan), .. Simpler(plan)];

    private static IEnumerable<HistoryPlan> WithoutClients(HistoryPlan plan) => plan.Clients.Length == 1
        ? []
        : plan.Clients.Select((_, i) => plan with { Clients = plan.Clients.RemoveAt(i) });

    private static IEnumerable<HistoryPlan> WithoutSteps(HistoryPlan plan) => plan.Clients.SelectMany((steps, client) =>
        steps.Select((_, i) => plan with { Clients = plan.Clients.SetItem(client, steps.RemoveAt(i)) }));

    private static IEnumerable<HistoryPlan> WithoutFaults(HistoryPlan plan)
    {
        var faulty = plan.Accesses.Select((access, i) => (access, i)).Where(a => a.access.Fault != StoreFault.None).Select(a => a.i).ToList();
        if (faulty.Count > 2)
        {
            yield return Without(plan, faulty);
            yield return Without(plan, faulty.Skip(faulty.Count / 2));
            yield return Without(plan, faulty.Take(faulty.Count / 2));
        }

        foreach (var i in faulty)
            yield return Without(plan, [i]);
    }

    private static HistoryPlan Without(HistoryPlan plan, IEnumerable<int> faults)
    {
        var accesses = plan.Accesses.ToBuilder();
        foreach (var i in faults)
            accesses[i] = accesses[i] with { Fault = StoreFault.None };
        return plan with { Accesses = accesses.ToImmutable() };
    }

    private static IEnumerable<HistoryPlan> Simpler(HistoryPlan plan)
    {
        if (plan.TwoActivations)
            yield return plan with { TwoActivations = false };
        for (var client = 0; client < plan.Clients.Length; client++)
        {
            var steps = plan.Clients[client];
            for (var i = 0; i < steps.Length; i++)
            {
                if (steps[i].IsKeyed)
                    yield return plan with { Clients = plan.Clients.SetItem(client, steps.SetItem(i, steps[i] with { IsKeyed = false })) };
            }
        }
    }
}
