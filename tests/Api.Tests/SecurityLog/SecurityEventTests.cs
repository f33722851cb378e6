using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansState.Api.SecurityLog;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.SecurityLog;

public sealed class SecurityEventTests(ApiFixture api) : IAsyncLifetime
{
    private const int LoginFailed = 2101;
    private const int LockedOut = 2102;
    private const int Forbidden = 2103;
    private const int AdminActed = 2104;
    private const int PasswordChanged = 2105;
    private const int PasswordRefused = 2106;
    private const int Erased = 2107;
    private const int RefreshTokenReused = 2108;
    private const int AdminLoggedIn = 2109;

    private readonly HeardLog _log = new();
    private readonly List<string> _secrets = [];
    private OtherApi? _api;

    public async ValueTask InitializeAsync() => _api = await api.StartAnotherAsync(services =>
    {
        services.AddSingleton<ILoggerProvider>(_log);
        // Of our own lines whatever an operator may turn on to look for a fault; Orleans traces grain keys, which are names.
        services.Configure<LoggerFilterOptions>(options =>
        {
            options.Rules.Add(new LoggerFilterRule(typeof(HeardLog).FullName, null, LogLevel.Information, null));
            options.Rules.Add(new LoggerFilterRule(typeof(HeardLog).FullName, "OrleansState", LogLevel.Trace, null));
        });
    });

    public async ValueTask DisposeAsync()
    {
        // What was heard in any of these tests holds nothing that would let somebody in.
        Assert.NotEmpty(_log.Lines);
        Assert.NotEmpty(_secrets);
        foreach (var secret in _secrets)
            Assert.DoesNotContain(_log.Lines, line => line.Text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        await _api!.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task A_failed_login_and_the_lockout_behind_it_are_told()
    {
        var ada = await CreateAsync();
        var wrong = ada with { Password = $"wrong horse {Guid.NewGuid():N}" };
        _secrets.Add(wrong.Password);
        HttpStatusCode status;
        do
            status = (await PostAsync("/login", wrong.Credentials)).Status;
        while (status == HttpStatusCode.Unauthorized);

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        var failures = Lines(LoginFailed);
        Assert.NotEmpty(failures);
        var locked = Assert.Single(Lines(LockedOut));
        Assert.Equal(failures[0].Fields["NameHash"], locked.Fields["NameHash"]);
        Assert.All(failures.Append(locked), line => Assert.Equal((LogLevel.Warning, "127.0.0.1"), (line.Level, line.Fields["Address"])));
    }

    [Fact]
    public async Task A_password_typed_for_a_name_is_not_told()
    {
        var typed = $"hunter{Guid.NewGuid():N}";
        _secrets.Add(typed);

        await PostAsync("/login", $$"""{"username":"{{typed}}","password":"{{typed}}"}""");

        Assert.Single(Lines(LoginFailed));
    }

    [Fact]
    public async Task What_somebody_may_not_is_told()
    {
        using var user = await UserAsync();

        (await user.GetAsync("/admin/users/42/clicks?token=x")).IsProblem(403, "forbidden");

        var line = Assert.Single(Lines(Forbidden));
        Assert.Equal((user.UserId, "GET", "/admin/users/{id}/clicks"), (line.Fields["User"], line.Fields["Method"], line.Fields["Route"]));
        Assert.Empty(Lines(AdminActed));
    }

    [Fact]
    public async Task What_an_admin_does_is_told()
    {
        _secrets.Add(ApiFixture.AdminPassword);
        using var admin = Meet(Login.Of(api, "admin:root", await PostAsync("/login", $$"""{"username":"root","password":"{{ApiFixture.AdminPassword}}"}""")));

        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/admin/users/42/clicks")).Status);

        Assert.Equal("admin:root", Assert.Single(Lines(AdminLoggedIn)).Fields["User"]);
        var line = Assert.Single(Lines(AdminActed));
        Assert.Equal(("admin:root", "GET", "/admin/users/{id}/clicks", "42"), (line.Fields["User"], line.Fields["Method"], line.Fields["Route"], line.Fields["About"]));
    }

    [Fact]
    public async Task A_change_of_password_is_told_and_so_is_a_try_with_a_wrong_one()
    {
        var ada = await CreateAsync();
        using var user = Meet(Keep(await LogInAsync(ada)));
        var (wrong, next) = ($"wrong {Guid.NewGuid():N}", $"next {Guid.NewGuid():N}");
        _secrets.AddRange([wrong, next]);

        (await user.PostAsync("/me/password", $$"""{"current_password":"{{wrong}}","new_password":"{{next}}"}""")).IsProblem(401, "invalid-credentials");
        Assert.Equal(ada.UserId, Assert.Single(Lines(PasswordRefused)).Fields["User"]);
        Assert.Empty(Lines(PasswordChanged));

        Assert.Equal(HttpStatusCode.NoContent, (await user.PostAsync("/me/password", $$"""{"current_password":"{{ada.Password}}","new_password":"{{next}}"}""")).Status);
        Assert.Equal(ada.UserId, Assert.Single(Lines(PasswordChanged)).Fields["User"]);
    }

    [Fact]
    public async Task An_erasure_is_told_by_a_hash()
    {
        var ada = await CreateAsync();
        using var user = Meet(Keep(await LogInAsync(ada)));

        Assert.Equal(HttpStatusCode.NoContent, (await user.DeleteAsync("/me")).Status);

        Assert.Equal(UserHash.Of(ada.UserId), Assert.Single(Lines(Erased)).Fields["UserHash"]);
    }

    [Fact]
    public async Task A_used_refresh_token_that_comes_again_is_told()
    {
        var ada = await CreateAsync();
        var first = Keep(await LogInAsync(ada));
        Keep(Login.Of(api, ada.UserId, await PostAsync("/token/refresh", first.RefreshBody))).Dispose();
        Assert.Empty(Lines(RefreshTokenReused));

        (await PostAsync("/token/refresh", first.RefreshBody)).IsProblem(401, "invalid-refresh-token");

        var line = Assert.Single(Lines(RefreshTokenReused));
        Assert.Equal((LogLevel.Warning, ada.UserId), (line.Level, line.Fields["User"]));
        first.Dispose();
    }

    private List<HeardLine> Lines(int id) => [.. _log.Lines.Where(line => line.Category == typeof(SecurityEvents).FullName && line.Id == id)];

    /// <summary>An account with a password that nobody else has.</summary>
    private async Task<Registered> CreateAsync()
    {
        var account = new Registered($"ada.{Guid.NewGuid():N}", $"horse {Guid.NewGuid():N}", "");
        _secrets.Add(account.Password);
        var answer = await PostAsync("/register", account.Credentials);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return account with { UserId = (string)answer.Json["user_id"]! };
    }

    private async Task<Login> LogInAsync(Registered account) => Login.Of(api, account.UserId, await PostAsync("/login", account.Credentials));

    private Login Keep(Login login)
    {
        // A token's last part proves it; what stands before that is not secret.
        _secrets.Add(login.RefreshToken.Split('.')[^1]);
        _secrets.Add(login.User.Token.Split('.')[^1]);
        return login;
    }

    private TestUser Meet(Login login)
    {
        using (Keep(login))
            return _api!.Meet(login.User);
    }

    private async Task<TestUser> UserAsync()
    {
        using var user = await api.NewUserAsync();
        _secrets.Add(user.Token.Split('.')[^1]);
        return _api!.Meet(user);
    }

    private async Task<Answer> PostAsync(string path, string json)
    {
        using var nobody = new TestUser(api.BaseAddress, "", token: null);
        using var here = _api!.Meet(nobody);
        return await here.PostAsync(path, json);
    }
}
