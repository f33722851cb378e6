using Confluent.Kafka.Admin;

namespace OrleansState.Kafka.Access;

/// <summary>What this process has to be allowed in Kafka.</summary>
/// <param name="Kind"><c>topic</c> or <c>group</c>.</param>
/// <param name="Name">Which.</param>
/// <param name="Operation">What to do with it.</param>
internal sealed record KafkaNeed(string Kind, string Name, AclOperation Operation)
{
    public const string Topic = "topic";
    public const string Group = "group";

    /// <summary>As an operator writes it: <c>READ on group state-updater</c>.</summary>
    public override string ToString() => $"{Operation.ToString().ToUpperInvariant()} on {Kind} {Name}";
}
