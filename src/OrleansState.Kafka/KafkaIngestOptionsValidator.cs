using Microsoft.Extensions.Options;

namespace OrleansState.Kafka;

/// <summary>Says what is wrong with the settings, all of it at once.</summary>
internal sealed class KafkaIngestOptionsValidator : IValidateOptions<KafkaIngestOptions>
{
    public ValidateOptionsResult Validate(string? name, KafkaIngestOptions options) =>
        options.Faults() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
