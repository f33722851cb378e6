namespace OrleansState.Hosting.Settings;

/// <summary>A section of the settings that this process reads.</summary>
internal sealed record SettingSection(string Name);
