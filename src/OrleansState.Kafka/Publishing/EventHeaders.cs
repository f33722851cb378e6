namespace OrleansState.Kafka.Publishing;

/// <summary>Headers of an event that are read again, as CloudEvents' binding for Kafka names them in binary mode.</summary>
internal static class EventHeaders
{
    public const string Id = "ce_id";
    public const string Type = "ce_type";
    public const string Time = "ce_time";
}
