namespace OrleansState.Api.Tests.Faults;

/// <summary>What somebody logs in by.</summary>
internal sealed record Account(string Username, string Password, string UserId)
{
    public string Credentials => $$"""{"username":"{{Username}}","password":"{{Password}}"}""";
}
