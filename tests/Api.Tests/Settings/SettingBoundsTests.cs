using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using OrleansState.Api.Tests.Harness;
using OrleansState.Hosting.Settings;
using OrleansState.Silo;

namespace OrleansState.Api.Tests.Settings;

/// <summary>What the page of settings allows is served, and what it does not stops the start with a sentence.</summary>
public sealed class SettingBoundsTests
{
    /// <summary>Both at their highest would be one port.</summary>
    private static readonly string[] Ports = ["Orleans:SiloPort", "Orleans:GatewayPort"];

    /// <summary>At their lowest these serve a machine that is fast enough for them, and this one need not be.</summary>
    private static readonly string[] OfTheMachine = ["Redis:Timeout", "Orleans:ResponseTimeout", "Orleans:ProbeTimeout", "Orleans:MissedProbesLimit"];

    private static readonly string[] Usual = ["--Redis:ConnectionString=127.0.0.1:1", "--Kafka:Enabled=false", $"--Jwt:Keys:test={TestKeys.NewSecret()}"];

    public static TheoryData<string, string> OutOfBounds =>
        [.. SettingBounds.All.SelectMany(setting => setting.OutOfBounds, (setting, value) => (setting.Key, value))];

    [Fact]
    public Task With_every_setting_at_its_highest_calls_are_served() => AreServedAsync(SettingBounds.All.Select(setting => setting.With(setting.Highest)));

    [Fact]
    public Task With_every_setting_at_its_lowest_calls_are_served() => AreServedAsync(
        SettingBounds.All.Where(setting => !OfTheMachine.Contains(setting.Key)).Select(setting => setting.With(setting.Lowest)));

    [Theory]
    [MemberData(nameof(OutOfBounds))]
    public async Task Beyond_its_limits_a_setting_stops_the_start_with_a_sentence(string key, string value)
    {
        string[] settings = [.. Usual, $"--{key}={value}"];
        var fault = await Record.ExceptionAsync(async () =>
        {
            await using var process = SettingBounds.All.Single(setting => setting.Key == key).IsOfTheApi ? ApiHost.Build(settings) : Silo(settings);
            await process.StartAsync(TestContext.Current.CancellationToken);
        });

        Assert.True(fault is OptionsValidationException or BadSettingException or InvalidOperationException, $"{key}={value}: {fault}");
        Assert.Contains(key, fault.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Durations =>
        [.. SettingBounds.All.Where(setting => setting.Lowest is TimeSpan).Select(setting => setting.Key).Append("Redis:Timeout")];

    public static TheoryData<string> AllSections =>
        [.. SettingBounds.All.Select(setting => setting.Key.Split(':')[0]).Concat(["Redis", "Kafka", "Admin", "Http", "Metrics"]).Distinct()];

    /// <summary>It would be one of days.</summary>
    [Theory]
    [MemberData(nameof(Durations))]
    public Task A_duration_that_is_a_bare_number_stops_the_start_with_the_form(string key) => IsRefusedAsync(key, "30", "[days.]hours:minutes:seconds");

    [Theory]
    [MemberData(nameof(AllSections))]
    public Task In_every_section_a_key_that_is_none_stops_the_start(string section) => IsRefusedAsync($"{section}:Nonesuch", "1", "is no setting; the nearest is");

    private static async Task IsRefusedAsync(string key, string value, string words)
    {
        string[] settings = [.. Usual, $"--{key}={value}"];
        var fault = await Record.ExceptionAsync(async () =>
        {
            await using var process = IsOfTheApi(key) ? ApiHost.Build(settings) : Silo(settings);
            await process.StartAsync(TestContext.Current.CancellationToken);
        });

        Assert.True(fault is OptionsValidationException or BadSettingException, $"{key}={value}: {fault}");
        Assert.Contains(key, fault.Message, StringComparison.Ordinal);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private static bool IsOfTheApi(string key) =>
        SettingBounds.All.FirstOrDefault(setting => setting.Key.Split(':')[0] == key.Split(':')[0])?.IsOfTheApi ?? true;

    private static async Task AreServedAsync(IEnumerable<string> settings)
    {
        await using var api = new ApiFixture([.. settings.Where(setting => !Ports.Any(port => setting.Contains(port, StringComparison.Ordinal)))]);
        await api.InitializeAsync();
        using var guest = Login.Of(api, "", await api.PostAsync("/login/guest", ""));
        await IsServedAsync(guest.User.PostAsync("/cart/add", """{"item":"apple"}"""));
        await IsServedAsync(guest.User.GetAsync("/cart"));
        await IsServedAsync(guest.User.PostAsync("/cart/checkout"));
        await IsServedAsync(guest.User.PostAsync("/clicks"));
        await IsServedAsync(guest.User.GetAsync("/clicks"));
        await IsServedAsync(guest.User.GetAsync("/me/export"));
        await IsServedAsync(guest.RefreshAsync(api));
        await IsServedAsync(guest.User.DeleteAsync("/me"));
    }

    /// <summary>The lowest rates turn some calls away.</summary>
    private static async Task IsServedAsync(Task<Answer> call)
    {
        var answer = await call;
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.TooManyRequests, $"{answer.Status} {answer.Text}");
    }

    private static WebApplication Silo(string[] settings) => Startup.CreateBuilder(settings).AddClusteredSilo().Build();
}
