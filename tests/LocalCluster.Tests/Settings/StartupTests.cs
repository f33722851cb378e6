using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansState.Hosting.Settings;

namespace OrleansState.LocalCluster.Tests.Settings;

public sealed class StartupTests
{
    [Fact]
    public async Task A_fault_that_ends_a_background_service_is_no_success() =>
        Assert.Equal(Startup.Broken, await RunAsync((_, _) => throw new InvalidOperationException("it broke")));

    [Fact]
    public async Task A_bad_setting_that_a_background_service_meets_ends_the_process_with_78() =>
        Assert.Equal(Startup.BadSettings, await RunAsync((_, _) => throw new BadSettingException("Some:Key is wrong.")));

    [Fact]
    public async Task One_that_comes_while_the_process_still_starts_does_so_too() => Assert.Equal(Startup.BadSettings, await RunAsync(
        (_, _) => throw new BadSettingException("Some:Key is wrong."), services => services.AddHostedService<NeverStarted>()));

    [Fact]
    public async Task What_breaks_while_the_process_ends_is_left_out() => Assert.Equal(0, await RunAsync(async (life, stopping) =>
    {
        life.StopApplication();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new InvalidOperationException("its connection is gone");
    }));

    private static Task<int> RunAsync(Func<IHostApplicationLifetime, CancellationToken, Task> run, Action<IServiceCollection>? add = null) => Startup.RunAsync(() =>
    {
        var builder = Startup.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Services.AddHostedService(services => new Background(services.GetRequiredService<IHostApplicationLifetime>(), run));
        add?.Invoke(builder.Services);
        return builder.Build();
    });

    private sealed class Background(IHostApplicationLifetime life, Func<IHostApplicationLifetime, CancellationToken, Task> run) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => run(life, stoppingToken);
    }

    /// <summary>Waits as a silo does for its store.</summary>
    private sealed class NeverStarted : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
