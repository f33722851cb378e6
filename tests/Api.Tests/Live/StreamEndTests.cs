using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Api.Tests.Harness;
using OrleansState.TestServers;
using OrleansState.TestServers.Events;

namespace OrleansState.Api.Tests.Live;

/// <summary>A stream ends when a call with its token would be refused.</summary>
[Collection(nameof(LiveApi))]
public sealed class StreamEndTests(LiveApi live)
{
    private readonly ApiFixture _api = live.Api;
    [Fact]
    public async Task A_logout_ends_the_streams_of_the_session_and_of_no_other()
    {
        var ada = await Registered.CreateAsync(_api);
        using var ending = await ada.LogInAsync(_api);
        using var staying = await ada.LogInAsync(_api);
        await using var ended = await OpenAsync(ending.User);
        await using var kept = await OpenAsync(staying.User);

        await ending.User.PostAsync("/logout");

        await ended.EndedAsync();
        await staying.User.PostAsync("/cart/add", """{"item":"apple"}""");
        Assert.Equal("apple 1", (await kept.NextAsync()).Lines);
    }

    [Fact]
    public async Task A_logout_through_another_Api_ends_them_too()
    {
        await using var other = await _api.StartAnotherAsync(_ => { });
        using var login = await (await Registered.CreateAsync(_api)).LogInAsync(_api);
        using var there = other.Meet(login.User);
        await using var events = await OpenAsync(there);

        await login.User.PostAsync("/logout");

        await events.EndedAsync();
    }

    [Fact]
    public async Task The_streams_of_a_user_who_is_erased_end_in_every_Api()
    {
        await using var other = await _api.StartAnotherAsync(_ => { });
        using var login = await (await Registered.CreateAsync(_api)).LogInAsync(_api);
        using var there = other.Meet(login.User);
        await using var here = await OpenAsync(login.User);
        await using var elsewhere = await OpenAsync(there);

        await login.User.DeleteAsync("/me");

        await here.EndedAsync();
        await elsewhere.EndedAsync();
    }

    [Fact]
    public async Task A_stream_ends_when_its_token_has_expired()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var other = await _api.StartAnotherAsync(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        using var user = await _api.NewUserAsync();
        using var there = other.Meet(user);
        await using var events = await OpenAsync(there);

        clock.Advance(TimeSpan.FromMinutes(14));
        var ended = events.EndedAsync();
        Assert.False(ended.IsCompleted);
        await Eventually.UntilAsync("the end of a stream whose token has expired", () =>
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            return ended.IsCompleted;
        });
        await ended;

        (await there.GetAsync("/cart")).IsProblem(401, "unauthorized");
    }

    [Fact]
    public async Task An_Api_that_stops_ends_its_streams_and_waits_for_none()
    {
        var other = await _api.StartAnotherAsync(_ => { });
        using var user = await _api.NewUserAsync();
        using var there = other.Meet(user);
        await using var events = await OpenAsync(there);

        var stopped = other.DisposeAsync().AsTask();

        await events.EndedAsync();
        await stopped;
    }

    private static async Task<EventReader> OpenAsync(TestUser user)
    {
        var events = await EventReader.OpenAsync(user.BaseAddress, "/cart/events", user.Token);
        await events.NextAsync();
        return events;
    }
}
