using System.Net;
using Garnet.server;
using Garnet.server.Auth.Settings;
using Tsavorite.core;

namespace OrleansState.Embedded.Redis;

/// <summary>How Garnet runs here: the append-only file is written whenever that is asked for, and nothing it holds is only in memory.</summary>
internal static class GarnetSettings
{
    /// <summary>Longest a script may run, as long as Redis lets one. The engine's take milliseconds; one that goes on would hold the whole store.</summary>
    private static readonly TimeSpan ScriptPatience = TimeSpan.FromSeconds(5);

    public static GarnetServerOptions For(string directory, IPEndPoint endPoint, string password) => new()
    {
        EndPoints = [endPoint],
        AuthSettings = new PasswordAuthenticationSettings(password),
        QuietMode = true,
        DisablePubSub = true,
        MaxDatabases = 1,

        // A script is the store's compare-and-set; without transaction mode two connections could be inside it at once.
        EnableLua = true,
        LuaTransactionMode = true,
        LuaOptions = new LuaOptions(LuaMemoryManagementMode.Native, "", ScriptPatience, LuaLoggingMode.Silent, []),

        // The file is written when the state engine asks, which it does before it answers: what was acknowledged survives
        // kill -9. Garnet's own waiting would be once for each record of a script. What others write follows soon.
        EnableAOF = true,
        WaitForCommit = false,
        CommitFrequencyMs = 100,
        AofMemorySize = "64m",
        AofPageSize = "8m",

        // A checkpoint when the file has grown by this much; the segments before it are deleted.
        AofSegmentSize = "32m",
        AofSizeLimit = "128m",

        // Records that don't fit in memory go to disk; without a storage tier they would be dropped.
        EnableStorageTier = true,
        LogDir = Path.Combine(directory, "log"),
        CheckpointDir = Path.Combine(directory, "checkpoints"),
        LogMemorySize = "256m",
        PageSize = "4m",
        SegmentSize = "64m",
        IndexMemorySize = "16m",
        IndexMaxMemorySize = "512m",
        CompactionType = LogCompactionType.Lookup,
        CompactionMaxSegments = 8,

        Recover = true,
        FailOnRecoveryError = true,

        // The default asks for libaio, which a bare machine lacks.
        DeviceType = DeviceType.RandomAccess,
        DeviceFactoryCreator = new LocalStorageNamedDeviceFactoryCreator(deviceType: DeviceType.RandomAccess),
    };
}
