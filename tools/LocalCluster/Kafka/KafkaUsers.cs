namespace OrleansState.LocalCluster.Kafka;

/// <summary>Users of a broker that asks who one is (SASL/PLAIN) and grants each what its ACLs say, at a listener of its own.</summary>
/// <param name="Password">Of all of them.</param>
/// <param name="Names">Letters and digits.</param>
public sealed record KafkaUsers(string Password, params string[] Names);
