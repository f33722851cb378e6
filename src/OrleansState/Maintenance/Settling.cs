using OrleansState.Indexes;

namespace OrleansState;

/// <summary>Has grains do what is due of states that an index names, page by page.</summary>
internal sealed class Settling(IIndexStore indexes, StateGrains grains)
{
    private const int PageSize = 1000;

    /// <summary>Pages of which nothing could be settled before a run ends: what fails may be those of one place, and others wait behind them.</summary>
    private const int MaxFailedPages = 3;

    /// <summary>Calls under way at once: enough to keep a store busy, few enough that live calls hardly wait behind them.</summary>
    private const int MaxCalls = 24;

    /// <summary>Settles what an index names up to a score, until nothing is left there that has not been tried.</summary>
    /// <param name="kind">The kind of state.</param>
    /// <param name="index">The index.</param>
    /// <param name="upTo">The score.</param>
    /// <param name="patience">How long events of each are waited for.</param>
    /// <param name="report">Counts what is settled, and failures.</param>
    /// <param name="published">Whether a state is settled only when its events are published.</param>
    /// <param name="cancellationToken">The run ends.</param>
    public async Task SettleAsync(
        string kind, string index, double upTo, TimeSpan patience, MaintenanceReport report, bool published, CancellationToken cancellationToken)
    {
        // What is there again though it was settled lies at the front of every page from then on, and is passed over.
        var tried = new HashSet<IndexEntry>();
        var failedPages = 0;
        for (var skip = 0; !cancellationToken.IsCancellationRequested;)
        {
            var page = await indexes.ReadLowestAsync(index, upTo, skip, PageSize);
            var stuck = page.Where(tried.Contains).ToHashSet();
            var due = page.Where(entry => !stuck.Contains(entry)).ToList();
            if (due.Count == 0 && page.Count < PageSize)
            {
                report.Count("left", stuck.Count);
                return;
            }

            if (due.Count == 0)
            {
                skip += page.Count;
                continue;
            }

            tried.IntersectWith(stuck);
            tried.UnionWith(due);
            var failed = report.Failures;
            await Parallel.ForEachAsync(
                due, new ParallelOptions { MaxDegreeOfParallelism = MaxCalls, CancellationToken = cancellationToken },
                async (entry, _) => await SettleAsync(kind, entry.Key, patience, report, published));
            // Where nothing at all succeeds, page after page, the store, Kafka or a silo is away: the next run tries again.
            failedPages = report.Failures - failed == due.Count ? failedPages + 1 : 0;
            if (failedPages == MaxFailedPages)
                return;
        }
    }

    private async Task SettleAsync(string kind, string key, TimeSpan patience, MaintenanceReport report, bool published)
    {
        try
        {
            if (await grains.Get(kind, key).SettleAsync(patience) || !published)
                report.Count("settled");
            else
                report.Failed();
        }
        catch (Exception)
        {
            // Whatever keeps one state from being settled: it stays in the index, and the others are.
            report.Failed();
        }
    }
}
