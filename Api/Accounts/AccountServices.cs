using OrleansState.Api.Admin;
using OrleansState.Api.Carts;
using OrleansState.Api.Lockouts;
using OrleansState.Api.Revocations;
using OrleansState.Api.SecurityLog;
using OrleansState.Api.Sessions;
using OrleansState.Hosting.Settings;

namespace OrleansState.Api.Accounts;

/// <summary>Accounts, sessions and admins. Needs the tokens and an <see cref="IClusterClient"/>.</summary>
internal static class AccountServices
{
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddAdmins();
        builder.Services.AddCheckedOptions<PasswordHashingOptions>(PasswordHashingOptions.Section);
        builder.Services.AddSingleton<HashingThreads>();
        builder.Services.AddSingleton<HashingPlaces>();
        builder.Services.AddSingleton<HashingGate>();
        builder.Services.AddSingleton<Passwords>();
        builder.Services.AddSingleton<Credentials>();
        builder.Services.AddCheckedOptions<LockoutOptions>(LockoutOptions.Section);
        builder.Services.AddSingleton<LoginGuard>();
        builder.Services.AddSingleton<PasswordAttempts>();
        builder.Services.AddSingleton<KnownDevices>();
        builder.Services.AddSingleton<SecurityEvents>();
        builder.Services.AddSingleton<GuestCarts>();
        builder.Services.AddSingleton<UserRecords>();
        builder.Services.AddSingleton<RefreshTokenSigner>();
        builder.Services.AddSingleton<SessionTokens>();
        builder.Services.AddRevocations();
        return builder;
    }
}
