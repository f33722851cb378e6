namespace OrleansState.Hosting.Settings;

/// <summary>A setting that keeps the process from starting; the message names its key and what would be right.</summary>
public sealed class BadSettingException : Exception
{
    public BadSettingException()
    {
    }

    public BadSettingException(string message) : base(message)
    {
    }

    public BadSettingException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
