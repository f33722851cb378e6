using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansState.Kafka.Group;
using OrleansState.Kafka.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.Kafka.DeadLetters;

/// <summary>
/// Sees to it that dead letters go with the users they name. Of all bridges the one does it that has the first partition
/// of the first topic; two at the same time would write letters twice, and lose none.
/// </summary>
internal sealed class ErasedLetters(IErasedUsers erased, IEnumerable<LetterErasure> erasures, IngestTopics topics, PartitionWorkers workers, TimeProvider clock, ILogger<ErasedLetters> logger)
    : BackgroundService
{
    /// <summary>Each look reads all letters. However many erasures come, the bridge spends at most a tenth of its time on them.</summary>
    private const int RestPerWork = 9;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    private readonly TopicPartition _first = new(topics.All[0].Topic.Name, 0);
    private bool _failed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = clock.GetTimestamp();
            var rest = workers.Has(_first) && !await TryEraseAsync(stoppingToken) ? AfterFailure : clock.GetElapsedTime(began) * RestPerWork;
            await Task.Delay(rest > Interval ? rest : Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryEraseAsync(CancellationToken stopping)
    {
        long? due = null;
        try
        {
            due = await erased.FindLettersDueAsync();
            if (due is not null)
            {
                await Task.Run(() => EraseAsync(stopping), stopping);
                await erased.LettersErasedAsync(due.Value);
            }

            _failed = false;
            return true;
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            // Whatever it was, a broker that is away among it: it is due until it is done. Of silos that are away the workers tell.
            if (due is not null && !_failed)
                IngestLog.Failed(logger, fault);
            _failed |= due is not null;
            return false;
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task EraseAsync(CancellationToken stopping)
    {
        foreach (var erasure in erasures)
        {
            try
            {
                await erasure.EraseAsync(stopping);
            }
            catch (KafkaException fault) when (fault.Error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion)
            {
                IngestLog.Unsupported(logger, fault.Error.Reason);
            }
        }
    }
}
