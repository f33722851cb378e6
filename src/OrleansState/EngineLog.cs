using Microsoft.Extensions.Logging;

namespace OrleansState;

/// <summary>
/// What the package writes to the log, each under the category of whoever writes it. It is all in one class: the generator that
/// implements such methods takes several classes in an order that is another in each build, and the same sources would not give the same bytes.
/// </summary>
internal static partial class EngineLog
{
    [LoggerMessage(2301, LogLevel.Warning, "Events of a {Kind} could not be published; they stay in the record and are offered again after {Pause}.")]
    public static partial void Unpublished(ILogger logger, string kind, TimeSpan pause, Exception fault);

    [LoggerMessage(2302, LogLevel.Warning, "A {Kind} is erased, and {Events} events with it that could not be published before.")]
    public static partial void Erased(ILogger logger, string kind, int events, Exception fault);

    [LoggerMessage(2401, LogLevel.Warning, "The maintenance task {Task} broke off; its next moment tries again.")]
    public static partial void BrokenOff(ILogger logger, string task, Exception fault);
}
