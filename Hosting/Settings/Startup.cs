using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Signals;
using StackExchange.Redis;

namespace OrleansState.Hosting.Settings;

/// <summary>Starts a process, or says in one sentence why it can't.</summary>
public static class Startup
{
    /// <summary>Exit code of a process whose settings are wrong (EX_CONFIG of sysexits.h).</summary>
    public const int BadSettings = 78;

    /// <summary>Exit code of a process that lacks something it needs: a port, its data (EX_UNAVAILABLE of sysexits.h).</summary>
    public const int Unavailable = 69;

    private static readonly Dictionary<string, string?> LogLevels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Orleans"] = "Warning",
        // Categories match by their beginning, and ours begin like those of Orleans.
        ["Logging:LogLevel:OrleansState"] = "Information",
        ["Logging:LogLevel:Polly"] = "Warning",
        // A start that fails is reported below, in one line, not as a stack trace.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
    };

    /// <summary>
    /// A builder that reads settings from the environment and the command line only: no file beside the place the
    /// process was started from can change what it does.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        // Quiet by default; Logging__LogLevel__… in the environment says otherwise for any category.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = LogLevels });
        builder.Services.AddSingleton<StartStage>();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        return builder;
    }

    /// <summary>Builds and runs the process; a bad setting is one line on standard error and exit code 78.</summary>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        using var signals = new StopSignals();
        try
        {
            await using var app = build();
            await signals.RunAsync(app);
            return 0;
        }
        catch (OperationCanceledException)
        {
            // It was asked to end before it had started, while it waited for something.
            return 0;
        }
        catch (OptionsValidationException bad)
        {
            foreach (var failure in bad.Failures)
                await Console.Error.WriteLineAsync(failure);
            return BadSettings;
        }
        catch (InvalidOperationException bad) when (bad.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal))
        {
            await Console.Error.WriteLineAsync(bad.Message);
            return BadSettings;
        }
        catch (BadSettingException bad)
        {
            await Console.Error.WriteLineAsync(bad.Message);
            return BadSettings;
        }
        catch (CannotStartException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return Unavailable;
        }
        catch (Exception fault) when (fault is RedisException or RedisTimeoutException)
        {
            await Console.Error.WriteLineAsync($"Redis did not answer while this process started: {fault.Message}");
            return Unavailable;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"ASPNETCORE_URLS: {taken.Message}");
            return Unavailable;
        }
    }
}
