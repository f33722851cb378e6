using Microsoft.Extensions.Options;
using OrleansState.Api.Tokens;
using OrleansState.Hosting.Settings;

namespace OrleansState.Api.Admin;

internal static class AdminServices
{
    public static WebApplicationBuilder AddAdmins(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<AdminOptions>(AdminOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<AdminOptions>, AdminOptionsValidator>();
        builder.Services.AddSingleton<Admins>();
        builder.Services.AddSingleton<KnownUsers>();
        builder.Services.AddAuthorizationBuilder().AddPolicy(AdminPolicy.Name, policy => policy.RequireRole(TokenClaims.AdminRole));
        return builder;
    }
}
