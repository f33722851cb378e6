namespace OrleansState.Api.Revocations;

/// <summary>How sessions are revoked, and how this process learns of those that others revoke. Needs an <see cref="IClusterClient"/>.</summary>
internal static class RevocationServices
{
    public static IServiceCollection AddRevocations(this IServiceCollection services)
    {
        services.AddSingleton<KnownRevocations>();
        services.AddSingleton<SessionRevoker>();
        services.AddHostedService<RevocationsSubscription>();
        return services;
    }
}
