using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Api.Accounts;
using OrleansState.Api.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Accounts;

/// <summary>On an Api whose one thread for hashes is held, so that what comes waits for as long as a test wants.</summary>
public sealed class HashingFloodTests(ApiFixture api) : IAsyncLifetime
{
    private static readonly HashingLane Held = new("held", HashingPurpose.Change);

    private readonly ManualResetEventSlim _release = new();
    private readonly HashingThreads _threads = new(TimeProvider.System, 1);
    private HashingPlaces _places = null!;
    private OtherApi _flooded = null!;
    private Task _held = null!;

    public async ValueTask InitializeAsync()
    {
        _flooded = await api.StartAnotherAsync(services =>
        {
            services.AddSingleton(_threads);
            services.Configure<PasswordHashingOptions>(passwords => passwords.MaxWaiting = 32);
        });
        _places = _flooded.Services.GetRequiredService<HashingPlaces>();
        _held = _threads.RunAsync(Held, () => _release.Wait(TimeSpan.FromMinutes(1)), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _release.Set();
        await _flooded.DisposeAsync();
        await Task.Run(_threads.Dispose);
        _release.Dispose();
    }

    [Fact]
    public async Task Of_three_hundred_registrations_at_once_most_are_told_to_come_back_and_a_login_is_let_in_all_the_same()
    {
        var ada = await Registered.CreateAsync(api);
        using var nobody = _flooded.Anonymous();
        var flood = Enumerable.Range(0, 300).Select(i => nobody.PostAsync("/register", Body($"flood.{Guid.NewGuid():N}"))).ToList();
        await Eventually.UntilAsync("all places that registrations may have are taken and the rest refused", () => flood.Count(call => call.IsCompleted) == 284);

        var login = nobody.PostAsync("/login", ada.Credentials);
        await Eventually.UntilAsync("the login has its place", () => _places.Taken == 17);
        _release.Set();

        Assert.Equal(HttpStatusCode.OK, (await login).Status);
        var answers = await Task.WhenAll(flood);
        Assert.Equal(16, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), refused =>
        {
            refused.IsProblem(429, "too-many-requests");
            Assert.True(int.Parse(Assert.Single(refused.Headers["Retry-After"]), CultureInfo.InvariantCulture) >= 1);
        });
        await _held;
        await Eventually.UntilAsync("every place is given back", () => _places.Taken == 0);
    }

    [Fact]
    public async Task With_every_place_taken_by_others_it_is_the_service_that_is_busy_and_nothing_is_held_against_the_caller()
    {
        var ada = await Registered.CreateAsync(api);
        using var nobody = _flooded.Anonymous();
        var others = Enumerable.Range(0, 32).Select(i => _places.TryTake(new HashingLane($"{i}", HashingPurpose.Login))).ToList();
        Assert.DoesNotContain(null, others);

        for (var attempt = 0; attempt < 7; attempt++)
            Assert.NotEmpty((await nobody.PostAsync("/login", ada.Credentials)).IsProblem(503, "busy").Headers["Retry-After"]);
        (await nobody.PostAsync("/register", Body($"ada.{Guid.NewGuid():N}"))).IsProblem(503, "busy");

        others.ForEach(place => place!.Dispose());
        _release.Set();
        Assert.Equal(HttpStatusCode.OK, (await nobody.PostAsync("/login", ada.Credentials)).Status);
    }

    private static string Body(string name) => $$"""{"username":"{{name}}","password":"correct horse"}""";
}
