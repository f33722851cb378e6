using Microsoft.AspNetCore.Builder;

namespace OrleansState.Api.Tests.Harness;

/// <summary>A second Api of a fixture's cluster.</summary>
internal sealed class OtherApi(WebApplication api) : IAsyncDisposable
{
    public IServiceProvider Services => api.Services;

    /// <summary>The same user with the same token, here.</summary>
    public TestUser Meet(TestUser user) => new(new Uri(api.Urls.First()), user.UserId, user.Token);

    /// <summary>Somebody without a token, here. Keeps cookies, as a browser does.</summary>
    public TestUser Anonymous() => new(new Uri(api.Urls.First()), "", token: null);

    public async ValueTask DisposeAsync()
    {
        await api.StopAsync(TestContext.Current.CancellationToken);
        await api.DisposeAsync();
    }
}
