using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.Packages.Tests;

/// <summary>The sample with a solution of its own: built from the feed, tested, and run as the processes it is made of.</summary>
public sealed class WalletSampleTests(Workshop workshop, KafkaFixture kafka) : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly RunDirectory _logs = new("orleans-state-wallet-");
    private readonly List<ChildProcess> _processes = [];
    private RedisServer? _redis;

    private string Folder => Path.Combine(workshop.Source, "samples", "Wallet");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        _http.Dispose();
        _logs.Dispose();
    }

    [LongFact]
    public async Task It_builds_from_the_packages_passes_its_tests_and_keeps_a_balance_over_a_restart()
    {
        InstalledProgram.Require("redis-server", RedisServer.InstallLine);
        await workshop.FeedAsync();
        await using var shell = workshop.OpenShell(Folder);
        await shell.MustAsync("dotnet build Wallet.slnx");
        await shell.MustAsync("dotnet test --project Tests --no-build");
        _redis = await RedisServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        var wallet = await StartAsync();
        Assert.Equal((HttpStatusCode.OK, 700), await SendAsync(wallet, "top-up", 700, "first"));
        Assert.Equal((HttpStatusCode.OK, 200), await SendAsync(wallet, "pay", 500, "second"));
        Assert.Equal((HttpStatusCode.Conflict, null), await SendAsync(wallet, "pay", 500, "third"));

        foreach (var process in _processes)
            await process.StopAsync(Eventually.Patience);
        wallet = await StartAsync();
        Assert.Equal((HttpStatusCode.OK, 200), await SendAsync(wallet, "pay", 500, "second"));
        Assert.Equal((HttpStatusCode.OK, 100), await SendAsync(wallet, "pay", 100, "fourth"));

        await DepositAsync("ada", "250", "nothing", "50");
        await Eventually.UntilAsync("both deposits", async () => await BalanceAsync(wallet) == 400);
        Assert.Equal((HttpStatusCode.OK, 300), await SendAsync(wallet, "hold", 100, "fifth"));
        Assert.Equal(["wallet_paid", "wallet_paid"], ReadEvents(2));
    }

    private async Task DepositAsync(string user, params string[] amounts)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All }).Build();
        foreach (var amount in amounts)
            await producer.ProduceAsync("deposits", new Message<string, string> { Key = user, Value = amount }, TestContext.Current.CancellationToken);
    }

    /// <summary>The types of the first events.</summary>
    private List<string> ReadEvents(int count)
    {
        using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "test", AutoOffsetReset = AutoOffsetReset.Earliest }).Build();
        consumer.Subscribe("wallet-events");
        var types = new List<string>();
        while (types.Count < count && consumer.Consume(Eventually.Patience) is { } told)
            types.Add(Encoding.UTF8.GetString(told.Message.Headers.GetLastBytes("ce_type")));
        return types;
    }

    private async Task<int> BalanceAsync(string wallet) =>
        (await _http.GetFromJsonAsync<JsonElement>(wallet, TestContext.Current.CancellationToken)).GetProperty("balanceMinorUnits").GetInt32();

    /// <summary>A silo and an API on the same Redis.</summary>
    /// <returns>The address of a wallet.</returns>
    private async Task<string> StartAsync()
    {
        var api = $"http://127.0.0.1:{FreePort.Next()}";
        await StartAsync("Silo", new()
        {
            ["Orleans__SiloPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
            ["Orleans__GatewayPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
        });
        var process = await StartAsync("Api", new() { ["ASPNETCORE_URLS"] = api });
        await Eventually.UntilAsync($"an answer of the Api; it wrote {process.LogTail()}", () => AnswersAsync($"{api}/wallets/nobody"));
        return $"{api}/wallets/ada";
    }

    private async Task<ChildProcess> StartAsync(string name, Dictionary<string, string?> variables)
    {
        variables["Redis__ConnectionString"] = _redis!.ConnectionString;
        variables["Kafka__BootstrapServers"] = kafka.BootstrapServers;
        var program = Path.Combine(Folder, name, "bin", "Debug", "net10.0", $"Wallets.{name}.dll");
        var process = await ChildProcess.StartAsync(new ChildCommand(name, "dotnet", [program], _logs.File(name), variables));
        _processes.Add(process);
        return process;
    }

    private async Task<bool> AnswersAsync(string address)
    {
        try
        {
            return (await _http.GetAsync(address, TestContext.Current.CancellationToken)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<(HttpStatusCode Status, int? Balance)> SendAsync(string wallet, string command, int amount, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{wallet}/{command}") { Content = JsonContent.Create(new { amountMinorUnits = amount }) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (answer.StatusCode, body.TryGetProperty("balanceMinorUnits", out var balance) ? balance.GetInt32() : null);
    }
}
