namespace OrleansState.LocalCluster.Tests.Smoke;

/// <summary>A name, its password and whose they are.</summary>
internal sealed record SmokeAccount(string Username, string Password, string UserId)
{
    public static async Task<SmokeAccount> RegisterAsync(SmokeClient http)
    {
        var (name, password) = ("", "correct horse");
        // A registration without an answer may have taken its name: the next try takes another.
        var answer = await http.PostAsync("/register", () => new { username = name = $"smoke-{Guid.NewGuid():N}", password });
        return new SmokeAccount(name, password, (string)answer["user_id"]!);
    }

    /// <returns>An access token.</returns>
    public async Task<string> LogInAsync(SmokeClient http) =>
        (string)(await http.PostAsync("/login", () => new { username = Username, password = Password }))["access_token"]!;
}
