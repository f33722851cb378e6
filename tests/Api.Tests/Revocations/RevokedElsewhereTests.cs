using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Core.Internal;
using Orleans.TestingHost;
using OrleansState.Api.Revocations;
using OrleansState.Api.Tests.Harness;
using OrleansState.Revocations;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Revocations;

/// <summary>Two Apis of one cluster. The other's clock stands still unless a test moves it, so that it renews no subscription by itself.</summary>
public sealed class RevokedElsewhereTests(ApiFixture api)
{
    [Fact]
    public async Task After_a_logout_in_one_Api_the_other_refuses_the_token()
    {
        using var login = await LogInAsync();
        await using var other = await StartAnotherAsync(api);
        using var there = other.Meet(login.User);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/cart")).Status);

        await login.User.PostAsync("/logout");

        await UntilRefusedAsync(there);
    }

    [Fact]
    public async Task A_refresh_token_that_comes_again_revokes_the_access_token_in_every_Api()
    {
        using var login = await LogInAsync();
        await using var other = await StartAnotherAsync(api);
        using var next = Login.Of(api, login.User.UserId, await login.RefreshAsync(api));
        using var there = other.Meet(next.User);

        await login.RefreshAsync(api);

        await UntilRefusedAsync(there);
    }

    [Fact]
    public async Task A_change_of_password_revokes_the_other_sessions_tokens_in_every_Api_and_not_its_own()
    {
        var ada = await Registered.CreateAsync(api);
        using var elsewhere = await ada.LogInAsync(api);
        using var here = await ada.LogInAsync(api);
        await using var other = await StartAnotherAsync(api);
        using var revoked = other.Meet(elsewhere.User);
        using var kept = other.Meet(here.User);

        await here.User.PostAsync("/me/password", """{"current_password":"correct horse","new_password":"battery staple"}""");

        await UntilRefusedAsync(revoked);
        Assert.Equal(HttpStatusCode.OK, (await kept.GetAsync("/cart")).Status);
    }

    [Fact]
    public async Task An_erasure_revokes_every_token_of_the_user_in_every_Api()
    {
        var ada = await Registered.CreateAsync(api);
        using var login = await ada.LogInAsync(api);
        using var second = await ada.LogInAsync(api);
        await using var other = await StartAnotherAsync(api);
        using var there = other.Meet(second.User);

        await login.User.DeleteAsync("/me");

        await UntilRefusedAsync(there);
    }

    [Fact]
    public async Task An_Api_that_starts_later_refuses_the_token_from_its_first_request_on()
    {
        using var login = await LogInAsync();
        await using var told = await StartAnotherAsync(api);
        using var there = told.Meet(login.User);
        await login.User.PostAsync("/logout");
        await UntilRefusedAsync(there);

        await using var later = await StartAnotherAsync(api);

        using var user = later.Meet(login.User);
        await RefusesAsync(user);
    }

    [Fact]
    public async Task After_the_feed_has_lost_its_memory_a_renewed_subscription_tells_what_was_revoked_since()
    {
        // The token has to outlast the clock that is moved.
        await using var api = new ApiFixture("--Jwt:AccessTokenLifetime=1.00:00:00");
        await api.InitializeAsync();
        using var login = await (await Registered.CreateAsync(api)).LogInAsync(api);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var other = await StartAnotherAsync(api, clock);
        using var there = other.Meet(login.User);
        await LoseMemoryAsync(api);
        await login.User.PostAsync("/logout");

        await Eventually.UntilAsync("the renewed subscription tells of the logout", async () =>
        {
            clock.Advance(RevocationsSubscription.RenewalInterval);
            return IsRefused(await there.GetAsync("/cart"));
        });
    }

    [Theory]
    [InlineData("POST", "/logout", null)]
    [InlineData("DELETE", "/me/sessions", null)]
    [InlineData("DELETE", "/me/sessions/{id}", null)]
    [InlineData("POST", "/token/refresh", """{"refresh_token":"{used}"}""")]
    [InlineData("DELETE", "/me", null)]
    public async Task The_Api_that_revokes_a_session_refuses_its_token_before_it_answers(string method, string path, string? body)
    {
        using var login = await LogInAsync();
        using var next = Login.Of(api, login.User.UserId, await login.RefreshAsync(api));
        await using var deaf = await StartDeafAsync(api);
        using var there = deaf.Meet(next.User);
        var session = (string)(await there.GetAsync("/me/sessions")).Json["sessions"]![0]!["session_id"]!;

        await there.SendAsync(new HttpMethod(method), path.Replace("{id}", session, StringComparison.Ordinal), body?.Replace("{used}", login.RefreshToken, StringComparison.Ordinal));

        await RefusesAsync(there);
    }

    [Fact]
    public async Task The_Api_that_changes_a_password_refuses_the_other_sessions_tokens_before_it_answers()
    {
        var ada = await Registered.CreateAsync(api);
        using var elsewhere = await ada.LogInAsync(api);
        using var here = await ada.LogInAsync(api);
        await using var deaf = await StartDeafAsync(api);
        using var revoked = deaf.Meet(elsewhere.User);
        using var kept = deaf.Meet(here.User);

        await kept.PostAsync("/me/password", """{"current_password":"correct horse","new_password":"battery staple"}""");

        await RefusesAsync(revoked);
        Assert.Equal(HttpStatusCode.OK, (await kept.GetAsync("/cart")).Status);
    }

    [Fact]
    public async Task An_id_that_is_no_session_of_the_callers_is_not_remembered()
    {
        using var login = await LogInAsync();
        await login.User.DeleteAsync("/me/sessions/no-session");
        Assert.False(api.Services.GetRequiredService<KnownRevocations>().Contains(login.User.UserId, "no-session"));
    }

    /// <summary>By its token, without asking a grain: that one would say that the user has been erased.</summary>
    private static bool IsRefused(Answer answer) => answer.Status == HttpStatusCode.Unauthorized
        && !Assert.Single(answer.Headers["WWW-Authenticate"]).Contains("erased", StringComparison.Ordinal);

    private static Task UntilRefusedAsync(TestUser user) =>
        Eventually.UntilAsync("the other Api refuses the revoked session's token", async () => IsRefused(await user.GetAsync("/cart")));

    private static async Task RefusesAsync(TestUser user)
    {
        var answer = await user.GetAsync("/cart");
        Assert.True(IsRefused(answer), answer.Text);
    }

    /// <summary>The feed's activation ends, as with its silo; the next call meets another.</summary>
    private static async Task LoseMemoryAsync(ApiFixture api)
    {
        var cluster = api.Services.GetRequiredService<IClusterClient>();
        var feed = cluster.GetGrain<IRevocationsGrain>(IRevocationsGrain.Key);
        var nobody = new Nobody();
        var observer = cluster.CreateObjectReference<IRevocationsObserver>(nobody);
        var memory = await MemoryAsync();
        await feed.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        await Eventually.UntilAsync("the feed begins anew", async () => await MemoryAsync() != memory);
        await feed.UnsubscribeAsync(observer);
        GC.KeepAlive(nobody);

        async Task<Guid> MemoryAsync() => (await feed.SubscribeAsync(observer, TimeSpan.FromMinutes(1), default)).End.Memory;
    }

    private static Task<OtherApi> StartAnotherAsync(ApiFixture api, TimeProvider? clock = null) => api.StartAnotherAsync(services =>
    {
        services.Replace(ServiceDescriptor.Singleton(clock ?? new FakeTimeProvider(TimeProvider.System.GetUtcNow())));
        services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
    });

    /// <summary>An Api that the cluster tells nothing.</summary>
    private static Task<OtherApi> StartDeafAsync(ApiFixture api) => api.StartAnotherAsync(services =>
        services.Remove(services.Single(s => s.ImplementationType == typeof(RevocationsSubscription))));

    private async Task<Login> LogInAsync() => await (await Registered.CreateAsync(api)).LogInAsync(api);

    private sealed class Nobody : IRevocationsObserver
    {
        public Task RevokedAsync(ImmutableArray<Revocation> revocations) => Task.CompletedTask;
    }
}
