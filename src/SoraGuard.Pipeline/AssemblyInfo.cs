using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("SoraGuard.Pipeline.Tests")]
