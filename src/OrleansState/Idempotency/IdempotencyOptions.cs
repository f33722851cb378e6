using System.ComponentModel.DataAnnotations;

namespace OrleansState;

/// <summary>Settings under <c>Idempotency</c>.</summary>
public sealed class IdempotencyOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Idempotency";

    /// <summary>Most bytes of an answer that is remembered as it is; a larger one needs a recall rule.</summary>
    public const int MaxAnswerBytes = 1024;

    /// <summary>How long a key is remembered; from 1 minute to 30 days. Default one day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ErrorMessage = "Idempotency:KeyLifetime must lie between 00:01:00 and 30.00:00:00.")]
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Newest keys that lie in a grain's record itself and are written with each change; older ones lie beside it. From 1 to 1,000. Default 16.</summary>
    [Range(1, 1000, ErrorMessage = "Idempotency:MaxKeys must lie between 1 and 1000.")]
    public int MaxKeys { get; set; } = 16;
}
