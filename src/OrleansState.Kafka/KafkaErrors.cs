using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.Kafka;

/// <summary>What some errors of the Kafka client are about: the record, and not the moment.</summary>
internal static class KafkaErrors
{
    /// <summary>The topic, or our own producer, takes no record of that size.</summary>
    public static bool IsTooLarge(this Error error) => error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge;

    /// <summary>
    /// The client can't unpack the batch that lies there: it unpacks to more than the client takes, or to nothing. The
    /// client stays before it and says so again and again.
    /// </summary>
    public static bool IsUnreadableBatch(this ConsumeException fault) =>
        fault.Error.Code is ErrorCode.Local_BadCompression or ErrorCode.Local_NotImplemented or ErrorCode.Local_BadMsg or ErrorCode.MsgSizeTooLarge
        && fault.ConsumerRecord is { Offset.IsSpecial: false };
}
