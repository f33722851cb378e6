using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Signals;

namespace OrleansState.Hosting.Settings;

/// <summary>Starts a process, or says in one sentence why it can't.</summary>
public static class Startup
{
    /// <summary>Exit code of a process whose settings are wrong (EX_CONFIG of sysexits.h).</summary>
    public const int BadSettings = 78;

    /// <summary>Exit code of a process that lacks something it needs: a port, its data (EX_UNAVAILABLE of sysexits.h).</summary>
    public const int Unavailable = 69;

    /// <summary>Exit code of a process that a fault ended which no setting would mend (EX_SOFTWARE of sysexits.h).</summary>
    public const int Broken = 70;

    private static readonly Dictionary<string, string?> LogLevels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Orleans"] = "Warning",
        // Categories match by their beginning, and ours begin like those of Orleans.
        ["Logging:LogLevel:OrleansState"] = "Information",
        // The queues of live states: a silo that stops or dies takes calls of theirs along, which nobody waits for; what they
        // would have told is asked for then, and live_silences_total counts that.
        ["Logging:LogLevel:Orleans.Streams"] = "Error",
        ["Logging:LogLevel:Orleans.Streams.orleansstate-live"] = "None",
        ["Logging:LogLevel:Orleans.Providers.MemoryAdapter"] = "None",
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
        ListenUrls.Require(builder.Configuration);
        ServerCertificates.Require(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddSingleton<StartStage>();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        return builder;
    }

    /// <summary>Builds and runs the process; a bad setting is one line on standard error and exit code 78.</summary>
    public static Task<int> RunAsync(Func<WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return GuardAsync(async () =>
        {
            using var signals = new StopSignals();
            await using var app = build();
            // All that are wrong, before the first service that is made meets the first of them.
            app.Services.GetService<IStartupValidator>()?.Validate();
            var faults = new BackgroundFaults(app.Services);
            try
            {
                await signals.RunAsync(app);
            }
            catch (Exception) when (faults.Any)
            {
                // A background service ended the process, maybe in the middle of its start, and what it says is of more use.
            }

            faults.ThrowIfAny();
            return 0;
        });
    }

    /// <summary>Runs a program, or a command of one, and says of a fault that a setting would mend what it is, in a line.</summary>
    /// <returns>Its exit code, or that of the fault.</returns>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            // It was asked to end before it had started, while it waited for something.
            return 0;
        }
        catch (Exception fault)
        {
            var (code, sentences) = StartFaults.Explain(fault) ?? (Broken, [$"This process ends by a fault of its own: {fault}"]);
            foreach (var sentence in sentences)
                await Console.Error.WriteLineAsync(sentence);
            return code;
        }
    }
}
