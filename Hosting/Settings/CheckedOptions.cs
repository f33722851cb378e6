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
        services.AddSingleton(new SettingSection(section)).AddOptions<TOptions>()
            // Before it is bound: what is written there decides what the binding makes of it.
            .Configure<IConfiguration, IEnumerable<SettingSection>>((_, configuration, sections) =>
            {
                if (SectionCheck.Faults(configuration, section, typeof(TOptions), sections.Select(s => s.Name)) is { Count: > 0 } faults)
                    throw new OptionsValidationException(Options.DefaultName, typeof(TOptions), faults);
            })
            .BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();

    /// <summary>Settings that are needed while the process is put together, which is before anything validates them.</summary>
    /// <exception cref="BadSettingException">One of them has a value it can't have, or there is no such setting.</exception>
    public static TOptions ReadChecked<TOptions>(this IConfiguration configuration, string section)
        where TOptions : class, new()
    {
        if (SectionCheck.Faults(configuration, section, typeof(TOptions), sections: null) is { Count: > 0 } faults)
            throw new BadSettingException(string.Join('\n', faults));
        var options = configuration.GetSection(section).Get<TOptions>() ?? new TOptions();
        var failures = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true)
            ? options
            : throw new BadSettingException(string.Join('\n', failures.Select(failure => failure.ErrorMessage)));
    }
}
