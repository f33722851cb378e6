using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OrleansState.Hosting.Settings;

/// <summary>What a fault that ends a process is called in a sentence, and by which exit code.</summary>
internal static class StartFaults
{
    /// <summary>Exit code, and a sentence for each fault; null where it is none that anybody could mend by a setting.</summary>
    public static (int Code, IReadOnlyList<string> Sentences)? Explain(Exception fault) => fault switch
    {
        // Of several sections at once.
        AggregateException { InnerExceptions: { Count: > 0 } several } => ExplainAll([.. several.Select(Explain)]),
        OptionsValidationException bad => (Startup.BadSettings, [.. bad.Failures]),
        BadSettingException => (Startup.BadSettings, [fault.Message]),
        InvalidOperationException when fault.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => (Startup.BadSettings, [fault.Message]),
        InvalidOperationException when fault.Message.StartsWith("Unable to configure HTTPS endpoint", StringComparison.Ordinal) =>
            (Startup.BadSettings, ["ASPNETCORE_URLS names an https address, and there is no certificate for it: set Kestrel:Certificates:Default:Path."]),
        CannotStartException => (Startup.Unavailable, [fault.Message]),
        RedisException or RedisTimeoutException => (Startup.Unavailable, [$"Redis did not answer while this process started: {fault.Message}"]),
        IOException { InnerException: AddressInUseException } or SocketException or AddressInUseException => (Startup.Unavailable, [$"ASPNETCORE_URLS: {fault.Message}"]),
        _ => null,
    };

    private static (int Code, IReadOnlyList<string> Sentences)? ExplainAll((int Code, IReadOnlyList<string> Sentences)?[] faults) =>
        faults.Contains(null) ? null : (faults.Max(fault => fault!.Value.Code), [.. faults.SelectMany(fault => fault!.Value.Sentences).Distinct(StringComparer.Ordinal)]);
}
