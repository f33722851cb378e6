using OrleansState.Api.Admin;
using OrleansState.Api.Sessions;

namespace OrleansState.Api.Accounts;

/// <summary>Accounts, sessions and admins. Needs the tokens and an <see cref="IClusterClient"/>.</summary>
internal static class AccountServices
{
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddAdmins();
        builder.Services.AddSingleton<Passwords>();
        builder.Services.AddSingleton<Credentials>();
        builder.Services.AddSingleton<SessionTokens>();
        return builder;
    }
}
