using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansState.Hosting.Settings;

/// <summary>Options that are bound to a section and validated before the process serves anyone.</summary>
public static class CheckedOptions
{
    public static OptionsBuilder<TOptions> AddCheckedOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class =>
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();

    /// <summary>Settings that are needed while the process is put together, which is before anything validates them.</summary>
    /// <exception cref="BadSettingException">One of them has a value it can't have.</exception>
    public static TOptions ReadChecked<TOptions>(this IConfiguration configuration, string section)
        where TOptions : class, new()
    {
        var options = configuration.GetSection(section).Get<TOptions>() ?? new TOptions();
        var failures = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true)
            ? options
            : throw new BadSettingException(string.Join('\n', failures.Select(failure => failure.ErrorMessage)));
    }
}
