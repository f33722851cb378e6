using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansState.Kafka.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.Kafka.Access;

/// <summary>
/// Names what the broker denies the bridge, as long as it does. What is denied is tried again and again by whoever wants it, so
/// that the bridge goes on when it is granted, without a restart. A user that Kafka does not know is a setting that is wrong.
/// </summary>
internal sealed class AccessWatch(KafkaClients clients, IngestTopics topics, TimeProvider clock, ILogger<AccessWatch> logger) : BackgroundService
{
    private static readonly TimeSpan WhileGranted = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WhileDenied = TimeSpan.FromSeconds(2);

    private IReadOnlyList<KafkaNeed> _missing = [];

    /// <summary>What the broker denies.</summary>
    public IReadOnlyList<KafkaNeed> Missing => Volatile.Read(ref _missing);

    /// <exception cref="OptionsValidationException">The broker has never let this process in, and says that it won't.</exception>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var access = new KafkaAccess(clients);
        var needs = KafkaNeeds.OfBridge(topics.All.Select(ingest => ingest.Topic), clients.GroupId);
        var (wasIn, isTold) = (false, false);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Tell(await access.MissingAsync(needs).WaitAsync(stoppingToken));
                (wasIn, isTold) = (true, false);
            }
            catch (KafkaException old) when (old.Error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion)
            {
                // Of 2.2 or older, or the embedded one, which denies nothing.
                return;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested && (fault is not OptionsValidationException || wasIn))
            {
                // Whatever it is: those who read and write meet it too, and a look that fails may not end the process.
                if (!isTold)
                    IngestLog.NotAsked(logger, fault.Message);
                isTold = true;
            }

            await Task.Delay(wasIn && Missing.Count == 0 ? WhileGranted : WhileDenied, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Tell(IReadOnlyList<KafkaNeed> missing)
    {
        foreach (var need in missing.Except(Missing))
            IngestLog.Denied(logger, need);
        foreach (var need in Missing.Except(missing))
            IngestLog.Granted(logger, need);
        Volatile.Write(ref _missing, missing);
    }
}
