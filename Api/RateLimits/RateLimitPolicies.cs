namespace OrleansState.Api.RateLimits;

/// <summary>Names of the limits a route can be under.</summary>
internal static class RateLimitPolicies
{
    /// <summary>By address: register, login, change of password.</summary>
    public const string Credentials = "credentials";

    /// <summary>By address: guests.</summary>
    public const string Guests = "guests";

    /// <summary>By address: refresh.</summary>
    public const string Refresh = "refresh";

    /// <summary>By user: changes of carts and clicks.</summary>
    public const string Mutations = "mutations";
}
