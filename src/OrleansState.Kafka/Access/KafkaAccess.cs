using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.Kafka.Access;

/// <summary>Asks the broker what this process' user may do. Clients only hear that something was denied, and not all of them say what.</summary>
internal sealed class KafkaAccess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IAdminClient _admin;
    private Error? _refusal;

    public KafkaAccess(KafkaClients clients) => _admin = clients.Admin(error =>
    {
        if (IsRefusal(error))
            Volatile.Write(ref _refusal, error);
    });

    /// <summary>Those of the needs that the broker does not grant. What does not exist is nobody's to grant.</summary>
    /// <exception cref="OptionsValidationException">The broker does not know this user, or can't be trusted.</exception>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    public async Task<IReadOnlyList<KafkaNeed>> MissingAsync(IReadOnlyList<KafkaNeed> needs)
    {
        try
        {
            var topics = await TopicsAsync([.. Names(needs, KafkaNeed.Topic)]).ConfigureAwait(false);
            var groups = await GroupsAsync([.. Names(needs, KafkaNeed.Group)]).ConfigureAwait(false);
            return [.. needs.Where(need => (need.Kind == KafkaNeed.Topic ? topics : groups).GetValueOrDefault(need.Name) is { } may && !may(need.Operation))];
        }
        catch (KafkaException) when (Volatile.Read(ref _refusal) is { } refusal)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(KafkaIngestOptions), [
                $"Kafka:Client: {(refusal.Code is ErrorCode.Local_Ssl ? "TLS with Kafka fails" : "Kafka refuses this process' user")}: {refusal.Reason}"]);
        }
    }

    public void Dispose() => _admin.Dispose();

    /// <summary>A fault of a command in words, with what the broker denies, where that is what it may come of.</summary>
    public static async Task<string> ExplainAsync(KafkaClients clients, KafkaException fault, IReadOnlyList<KafkaNeed> needs)
    {
        using var access = new KafkaAccess(clients);
        try
        {
            var missing = await access.MissingAsync(needs).ConfigureAwait(false);
            return missing.Count == 0 ? fault.Message : $"Kafka denies this process {string.Join(", ", missing)}.";
        }
        catch (KafkaException)
        {
            return fault.Message;
        }
    }

    private static IEnumerable<string> Names(IEnumerable<KafkaNeed> needs, string kind) => needs.Where(need => need.Kind == kind).Select(need => need.Name).Distinct();

    /// <summary>A broker that breaks off in the middle of a handshake may be one that stops.</summary>
    private static bool IsRefusal(Error error) => error.Code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed
        || error.Code is ErrorCode.Local_Ssl && (error.Reason.Contains("certificate", StringComparison.Ordinal) || error.Reason.Contains("SSL routines", StringComparison.Ordinal));

    private async Task<Dictionary<string, Func<AclOperation, bool>?>> TopicsAsync(string[] names)
    {
        IEnumerable<TopicDescription> described;
        try
        {
            described = (await _admin.DescribeTopicsAsync(
                TopicCollection.OfTopicNames(names), new DescribeTopicsOptions { IncludeAuthorizedOperations = true, RequestTimeout = Patience }).ConfigureAwait(false)).TopicDescriptions;
        }
        catch (DescribeTopicsException some)
        {
            described = some.Results.TopicDescriptions;
        }

        return described.ToDictionary(topic => topic.Name, topic => May(topic.Error, topic.AuthorizedOperations));
    }

    private async Task<Dictionary<string, Func<AclOperation, bool>?>> GroupsAsync(string[] names)
    {
        IEnumerable<ConsumerGroupDescription> described;
        try
        {
            described = (await _admin.DescribeConsumerGroupsAsync(
                names, new DescribeConsumerGroupsOptions { IncludeAuthorizedOperations = true, RequestTimeout = Patience }).ConfigureAwait(false)).ConsumerGroupDescriptions;
        }
        catch (DescribeConsumerGroupsException some)
        {
            described = some.Results.ConsumerGroupDescriptions;
        }

        return described.ToDictionary(group => group.GroupId, group => May(group.Error, group.AuthorizedOperations));
    }

    /// <summary>Null where that can't be told.</summary>
    private static Func<AclOperation, bool>? May(Error error, List<AclOperation>? operations) => error.Code switch
    {
        ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed => _ => false,
        ErrorCode.NoError when operations is { Count: > 0 } => operation => operations.Contains(operation) || operations.Contains(AclOperation.All),
        _ => null,
    };
}
