namespace OrleansState.Api.Admin;

internal static class AdminPolicy
{
    /// <summary>Name of the authorization policy that lets admins through and answers 403 to everybody else.</summary>
    public const string Name = "admin";
}
